/* The parts of a playground on the page, and nothing of what they do. */

let counter = 0;

const BUTTONS = { play: "Play", step: "One step", slow: "Slow motion", restart: "Restart" };
const SPEEDS = [
  [30, "30 steps/s"],
  [150, "150 steps/s"],
  [1e6, "full speed"],
];

/** Build the parts into `root`; a compact one has no choices and fewer curves. */
export function createLayout(root, compact) {
  const identity = `playground-${(counter += 1)}`;
  root.replaceChildren();
  root.classList.add("playground--live");
  root.classList.toggle("playground--compact", compact);
  const parts = { root, identity };
  parts.lessons = add(root, "div", "lessons", { role: "group", "aria-label": "Lessons" });
  parts.lessons.hidden = compact;
  parts.note = add(root, "div", "note");
  parts.noteText = add(parts.note, "p", "note-text");
  parts.repair = addButton(parts.note, "repair", "");
  const stage = add(root, "div", "stage");
  addPicture(parts, add(stage, "div", "left"));
  addTransport(parts, add(stage, "div", "transport"));
  addReadings(parts, add(stage, "div", "right"));
  if (compact) addMore(parts);
  else addFold(parts);
  return parts;
}

function addMore(parts) {
  parts.more = add(add(parts.root, "p", "more"), "a", "more-link");
  parts.more.textContent = "Open it in the playground";
}

function addFold(parts) {
  parts.fold = add(parts.root, "details", "fold");
  add(parts.fold, "summary", "fold-title").textContent = "Change the game";
}

function addPicture(parts, box) {
  const frame = add(box, "div", "frame");
  parts.frame = frame;
  parts.canvas = add(frame, "canvas", "canvas", {
    role: "img",
    "aria-label": "Real samples in blue, fakes in vermilion, on the discriminator's field",
    "aria-describedby": `${parts.identity}-words`,
  });
  // The same as the button below, where the eye is: not for the keyboard, which has that one.
  parts.start = addButton(frame, "start", "▶");
  parts.start.tabIndex = -1;
  parts.start.setAttribute("aria-hidden", "true");
  parts.legend = add(box, "p", "legend");
  parts.legend.innerHTML =
    '<span class="is-real">real</span> <span class="is-fake">fake</span> ' +
    '<span class="is-sure-real">looks real</span> <span class="is-sure-fake">looks fake</span> ' +
    '<span class="is-undecided">undecided</span>';
}

function addTransport(parts, box) {
  parts.buttons = {};
  for (const [name, words] of Object.entries(BUTTONS))
    parts.buttons[name] = addButton(box, name, words);
  const label = add(box, "label", "speed");
  add(label, "span", "speed-title").textContent = "Speed ";
  parts.speed = add(label, "select", "speed-choice", { id: `${parts.identity}-speed` });
  for (const [limit, words] of SPEEDS) parts.speed.add(new Option(words, limit));
  parts.speed.value = "150";
  parts.clear = addButton(box, "clear", "Clear the drawing");
}

function addReadings(parts, box) {
  const top = add(box, "p", "count");
  parts.steps = add(top, "span", "steps");
  parts.rate = add(top, "span", "rate");
  parts.charts = {};
  for (const [name, title] of [
    ["covered", "Places covered"],
    ["distance", "Energy distance"],
    ["losses", "Losses"],
  ]) {
    const row = add(box, "div", "reading");
    const head = add(row, "p", "reading-head");
    add(head, "span", "reading-title").textContent = title;
    const value = add(head, "span", "reading-value");
    const canvas = add(row, "canvas", "chart", { "aria-hidden": "true" });
    parts.charts[name] = { value, canvas };
  }
  parts.phase = add(box, "p", "phase", { role: "status" });
  parts.phaseTitle = add(parts.phase, "strong", "phase-title");
  parts.phaseText = add(parts.phase, "span", "phase-text");
  parts.words = add(box, "p", "words", { id: `${parts.identity}-words`, role: "status" });
}

export function add(parent, tag, name, attributes = {}) {
  const element = document.createElement(tag);
  element.className = `playground__${name}`;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

export function addButton(parent, name, words) {
  const button = add(parent, "button", `button playground__button--${name}`, { type: "button" });
  button.textContent = words;
  return button;
}
