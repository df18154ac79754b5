/* The choices: one labelled field for each setting, grouped as a player would ask. */

import { RULES } from "./settings.mjs";

const WORDS = {
  ring: "ring of 8", grid: "grid of 25", line: "line", moons: "two moons", roll: "Swiss roll",
  islands: "two far islands", spot: "one spot", drawing: "draw your own",
  gaussian: "Gaussian", uniform: "uniform", mixture: "mixture of 8",
  wasserstein: "Wasserstein", mmd: "MMD (no discriminator)", energy: "energy (no discriminator)",
  "pointwise-l2": "pointwise L2 (no discriminator)",
  r1: "R1", r2: "R2", "r1+r2": "R1 + R2", "gradient-penalty": "gradient penalty",
  adam: "Adam", descent: "plain descent", "leaky-relu": "leaky ReLU",
};
const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

/* name, label, choices (where the rule does not list them) */
const GROUPS = {
  "Data and noise": [
    ["data", "Real data"],
    ["noise", "Law of the noise"],
    ["noiseSize", "Noise dimensions", [1, 2, 3, 4, 5, 6, 7, 8]],
  ],
  "The game": [
    ["objective", "Objective"],
    ["penalty", "Penalty"],
    ["weight", "Weight of the penalty", [0.005, 0.02, 0.1, 0.3, 1, 3, 10, 100]],
    ["discriminatorSteps", "Discriminator steps per generator step", [1, 2, 3, 5, 10]],
    ["headStart", "Head start of the discriminator, in steps", [0, 100, 300, 1000]],
  ],
  "The players": [
    ["discriminatorRate", "Learning rate, discriminator", RATES],
    ["generatorRate", "Learning rate, generator", RATES],
    ["optimizer", "Optimizer"],
    ["momentum", "Momentum", [0, 0.5, 0.9]],
    ["width", "Width of the layers", [8, 16, 32, 64, 128]],
    ["depth", "Hidden layers", [0, 1, 2, 3]],
    ["activation", "Activation"],
    ["batch", "Batch", [16, 32, 64, 128, 256]],
    ["seed", "Seed"],
  ],
};
const IDLE_ALONE = ["penalty", "weight", "discriminatorSteps", "headStart", "discriminatorRate"];

/** The form, and a function that shows given settings in it. */
export function createControls(identity, onChange) {
  const form = document.createElement("form");
  form.className = "playground__choices";
  form.addEventListener("submit", (event) => event.preventDefault());
  const fields = {};
  for (const [title, entries] of Object.entries(GROUPS)) form.append(group(title, entries));

  function group(title, entries) {
    const set = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = title;
    set.append(legend, ...entries.map(labelled));
    return set;
  }

  function labelled([name, text, choices]) {
    const label = document.createElement("label");
    const words = document.createElement("span");
    words.textContent = text;
    fields[name] = name === "seed" ? seedField() : choiceField(choices ?? RULES[name].choices);
    fields[name].id = `${identity}-${name}`;
    fields[name].name = name;
    fields[name].addEventListener("change", () => read(name));
    label.append(words, fields[name]);
    return label;
  }

  function read(name) {
    const value = RULES[name].read(fields[name].value);
    if (value === undefined) fields[name].reportValidity();
    else onChange({ [name]: value });
  }

  function show(settings) {
    const alone = settings.objective === "mmd" || settings.objective === "energy" ||
      settings.objective === "pointwise-l2";
    for (const [name, field] of Object.entries(fields)) {
      if (field.tagName === "SELECT") offer(field, settings[name]);
      field.value = settings[name];
      field.disabled = alone && IDLE_ALONE.includes(name);
    }
    fields.weight.disabled ||= settings.penalty === "none";
  }

  return { form, show };
}

function choiceField(choices) {
  const select = document.createElement("select");
  for (const choice of choices) offer(select, choice);
  return select;
}

/* A lesson may use a value between those on offer. */
function offer(select, choice) {
  const value = String(choice);
  if ([...select.options].some((option) => option.value === value)) return;
  const after = [...select.options].find((option) => Number(option.value) > Number(value));
  select.add(new Option(WORDS[value] ?? value, value), after ?? null);
}

function seedField() {
  const input = document.createElement("input");
  Object.assign(input, { type: "number", min: 0, max: 4294967295, step: 1, required: true });
  return input;
}
