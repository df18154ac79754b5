/* A game in words: what can be chosen, and how a choice is written into the address. */

const oneOf = (...choices) => ({
  read: (text) => (choices.includes(text) ? text : undefined),
  choices,
});
const number = (least, most, whole = false) => ({
  read: (text) => {
    const value = text.trim() === "" ? NaN : Number(text);
    const fits = value >= least && value <= most && (!whole || Number.isInteger(value));
    return fits ? value : undefined;
  },
  least,
  most,
});

export const RULES = {
  data: oneOf("ring", "grid", "line", "moons", "roll", "islands", "spot", "drawing"),
  drawing: { read: (text) => (/^[\w-]{0,96}$/.test(text) ? text : undefined) },
  objective: oneOf(
    "relativistic", "non-saturating", "minimax", "least-squares", "hinge", "wasserstein",
    "mmd", "energy", "pointwise-l2",
  ),
  penalty: oneOf("none", "r1", "r2", "r1+r2", "gradient-penalty"),
  weight: number(0, 100),
  noise: oneOf("gaussian", "uniform", "mixture"),
  noiseSize: number(1, 8, true),
  generatorRate: number(0, 1),
  discriminatorRate: number(0, 1),
  optimizer: oneOf("adam", "descent"),
  momentum: number(0, 0.99),
  discriminatorSteps: number(1, 10, true),
  headStart: number(0, 1000, true),
  width: number(1, 128, true),
  depth: number(0, 4, true),
  activation: oneOf("leaky-relu", "tanh"),
  batch: number(8, 256, true),
  seed: number(0, 4294967295, true),
};

export const DEFAULTS = Object.freeze({
  data: "ring",
  drawing: "",
  objective: "relativistic",
  penalty: "r1+r2",
  weight: 0.02,
  noise: "gaussian",
  noiseSize: 4,
  generatorRate: 0.003,
  discriminatorRate: 0.003,
  optimizer: "adam",
  momentum: 0.5,
  discriminatorSteps: 1,
  headStart: 0, // steps in which the discriminator alone learns
  width: 32,
  depth: 2,
  activation: "leaky-relu",
  batch: 64,
  seed: 0,
});

/** What differs from the defaults, as `name=value&...`. */
export function toText(settings) {
  const changed = Object.keys(DEFAULTS).filter((name) => settings[name] !== DEFAULTS[name]);
  return changed.map((name) => `${name}=${encodeURIComponent(settings[name])}`).join("&");
}

/** Settings from such a text; unknown names and values out of range are passed over. */
export function fromText(text, base = DEFAULTS) {
  const settings = { ...base };
  for (const [name, value] of new URLSearchParams(text)) {
    // Typed by hand, the plus of "r1+r2" arrives as a space; no value holds one of its own.
    const written = value.replaceAll(" ", "+");
    const read = Object.hasOwn(RULES, name) ? RULES[name].read(written) : undefined;
    if (read !== undefined) settings[name] = read;
  }
  return settings;
}
