/* What the picture shows, in words: for those who do not see it, and for those who learn to. */

const number = (value) => value.toLocaleString("en", { maximumSignificantDigits: 2 });
const count = (value) => value.toLocaleString("en");

/** One or two sentences on where a run stands. */
export function summary({ steps, finite, covered, places, distance, floor }) {
  if (!finite) return `At step ${count(steps)} the numbers left all bounds: the game has diverged.`;
  const found = `the fakes cover ${covered} of ${places.length} places`;
  const gap = `Energy distance ${number(distance)}; that of fresh real samples is ${number(floor)}`;
  return `Step ${count(steps)}: ${found}. ${gap}.`;
}

const PLAYERS = { discriminator: "Discriminator", generator: "Generator" };
const PHASES = ["forward", "loss", "gradient", "update"];

/** The title and the text of one phase of slow motion. */
export function narrate({ phase, losses, settings }) {
  const place = `${PLAYERS[phase.player]}, ${PHASES.indexOf(phase.name) + 1} of 4: ${phase.name}`;
  return { title: place, text: TEXTS[phase.player][phase.name](losses[phase.player], settings) };
}

const alone = ({ objective }) => ["mmd", "energy", "pointwise-l2"].includes(objective);

const TEXTS = {
  discriminator: {
    forward: (loss, { batch }) =>
      `It scores ${batch} real and ${batch} fake samples. Blue ground: looks real to it. ` +
      "Red ground: looks fake.",
    loss: (loss) =>
      `The larger a dot, the more this sample can still teach it. Mean loss ${number(loss)}.`,
    gradient: (loss, { penalty }) =>
      "Arrow up: score this sample higher. Arrow down: score it lower." +
      (penalty === "none" ? "" : " The penalty adds: be less steep."),
    update: () => "Its weights go a small step down the loss. The ground has shifted a little.",
  },
  generator: {
    forward: (loss, settings) =>
      `It turns ${settings.batch} fresh pieces of noise into fakes` +
      (alone(settings) ? ", to be compared with as many reals." : ". The discriminator scores them."),
    loss: (loss) => `The larger a dot, the harder this fake is pulled. Mean loss ${number(loss)}.`,
    gradient: (loss, settings) =>
      alone(settings)
        ? "Each arrow shows how a fake should move to lower the loss."
        : "Each arrow shows how a fake should move to look more real: up the discriminator's slope.",
    update: () =>
      "Its weights go a small step, and all fakes with them: each line leads from the old place " +
      "to the new.",
  },
};
