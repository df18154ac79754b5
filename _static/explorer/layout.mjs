/* The parts of the explorer on the page, and nothing of what they do. */

let counter = 0;

export function createLayout(root, { noiseSize, classes }) {
  root.replaceChildren();
  root.classList.add("latent-explorer--live");
  const name = `latent-explorer-${(counter += 1)}`;
  const parts = { labels: addLabels(root, name, classes) };
  const stage = add(root, "div", "stage");
  addMap(parts, add(stage, "div", "plane"), name, noiseSize);
  addSample(parts, add(stage, "div", "side"), name);
  addWays(parts, addSection(root, "To another noise, by the line and by the arc"), name);
  addTruncation(parts, addSection(root, "Truncation: twelve answers to the order"), name);
  return parts;
}

function addLabels(root, name, classes) {
  const set = add(root, "fieldset", "labels");
  add(set, "legend", "title").textContent = "Ask for a";
  return Array.from({ length: classes }, (_, label) => {
    const box = add(set, "label", "choice");
    const input = add(box, "input", "radio", { type: "radio", name, value: label });
    add(box, "span", "choice-name").textContent = label;
    return input;
  });
}

function addMap(parts, box, name, noiseSize) {
  parts.map = add(box, "canvas", "map", {
    role: "application",
    tabindex: 0,
    "aria-label":
      "Plane of two directions of the noise. Arrow keys move the marker, with Shift in larger " +
      "steps; Home leads to the middle.",
    "aria-describedby": `${name}-place`,
  });
  const legend = add(box, "p", "legend");
  for (const [kind, words] of [["shell", `the shell, √${noiseSize}`], ["band", "nine noises in ten"]])
    add(legend, "span", kind).textContent = words;
  const row = add(box, "div", "row");
  parts.axes = ["Across", "Up"].map((words, which) => {
    const label = add(row, "label", "axis");
    add(label, "span", "axis-name").textContent = `${words}: direction `;
    const select = add(label, "select", "axis-choice", { id: `${name}-axis-${which}` });
    for (let axis = 0; axis < noiseSize; axis++) select.add(new Option(axis + 1, axis));
    return select;
  });
}

function addSample(parts, box, name) {
  const pair = add(box, "div", "pair");
  [parts.sample, parts.neighbour] = [
    ["sample", "The answer"],
    ["neighbour", "Nearest training digit"],
  ].map(([which, title]) => {
    const figure = add(pair, "div", "picture");
    const canvas = add(figure, "canvas", which, { role: "img", "aria-label": title });
    add(figure, "p", "caption").textContent = title;
    return canvas;
  });
  parts.neighbourWords = add(box, "p", "words");
  parts.place = add(box, "p", "words", { id: `${name}-place` });
  parts.aloud = add(box, "p", "aloud", { role: "status" });
  const row = add(box, "div", "row");
  parts.draw = addButton(row, "New noise");
  parts.shell = addButton(row, "Onto the shell");
  parts.centre = addButton(row, "To the centre");
}

function addWays(parts, box, name) {
  parts.ways = add(box, "canvas", "strip", {
    role: "img",
    "aria-label": "Pictures on the straight line and on the arc, with the lengths of their noise",
    "aria-describedby": `${name}-ways`,
  });
  parts.waysWords = add(box, "p", "words", { id: `${name}-ways` });
  parts.goal = addButton(add(box, "div", "row"), "Another goal");
}

function addTruncation(parts, box, name) {
  parts.answers = add(box, "canvas", "strip", {
    role: "img",
    "aria-label": "Twelve answers from truncated noise",
    "aria-describedby": `${name}-truncation`,
  });
  const label = add(box, "label", "slider");
  add(label, "span", "slider-name").textContent = "Threshold";
  const range = { type: "range", min: 0.1, max: 3, step: 0.1, value: 3, id: `${name}-threshold` };
  parts.threshold = add(label, "input", "range", range);
  parts.thresholdWords = add(box, "p", "words", { id: `${name}-truncation` });
}

function addSection(root, title) {
  const box = add(root, "div", "section", { role: "group", "aria-label": title });
  add(box, "p", "title").textContent = title;
  return box;
}

function addButton(parent, words) {
  const button = add(parent, "button", "button", { type: "button" });
  button.textContent = words;
  return button;
}

function add(parent, tag, name, attributes = {}) {
  const element = document.createElement(tag);
  element.className = `latent-explorer__${name}`;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}
