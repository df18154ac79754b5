/* A figure with sliders: drawn anew when one moves, and told in a sentence with its numbers. */

import { COLOURS } from "./plot.mjs";

const SETTLED = 400; // milliseconds after the last move: then the sentence is read aloud

/** Bring a `div.slider-figure` to life. */
export function createFigure(root, figure) {
  const parts = createParts(root, figure);
  const inputs = figure.sliders.map((slider) => addSlider(parts.sliders, slider, show));
  const values = () => inputs.map((input, i) => figure.sliders[i].values[input.value]);
  let timer = 0;

  function draw() {
    const width = Math.max(parts.picture.clientWidth, 240);
    const height = Math.round(figure.height(width));
    parts.picture.innerHTML =
      `<svg role="img" aria-label="${figure.title}" viewBox="0 0 ${width} ${height}" ` +
      `width="${width}" height="${height}">${figure.draw(values(), { width, height })}</svg>`;
  }

  function show() {
    draw();
    const sentence = figure.tell(values());
    parts.sentence.textContent = sentence;
    // A screen reader should hear where a slide ended, not every place on the way.
    clearTimeout(timer);
    timer = setTimeout(() => { parts.aloud.textContent = sentence; }, SETTLED);
  }

  // Nothing is announced on arrival: the sentence is there for whoever comes to it.
  parts.aloud.textContent = parts.sentence.textContent = figure.tell(values());
  new ResizeObserver(draw).observe(parts.picture);
}

function createParts(root, { legend }) {
  root.replaceChildren();
  root.classList.add("slider-figure--live");
  const keys = Object.entries(legend).map(
    ([role, words]) => `<span style="--swatch: ${COLOURS[role]}">${words}</span>`,
  );
  add(root, "p", "legend").innerHTML = keys.join(" ");
  const picture = add(root, "div", "picture");
  const sliders = add(root, "div", "sliders");
  const sentence = add(root, "p", "sentence");
  sentence.setAttribute("aria-hidden", "true");
  const aloud = add(root, "p", "aloud");
  aloud.setAttribute("role", "status");
  return { picture, sliders, sentence, aloud };
}

function addSlider(box, { label, values, start, say }, onMove) {
  const row = add(box, "label", "slider");
  add(row, "span", "label").textContent = label;
  const input = add(row, "input", "range");
  const shown = add(row, "span", "value"); // an output would be read aloud at every move
  Object.assign(input, { type: "range", min: 0, max: values.length - 1, step: 1 });
  input.value = nearest(values, start);
  const tell = () => {
    shown.textContent = say(values[input.value]);
    input.setAttribute("aria-valuetext", shown.textContent);
  };
  input.addEventListener("input", () => { tell(); onMove(); });
  tell();
  return input;
}

/** The place of the value that is nearest to the one wished for. */
export const nearest = (values, wished) =>
  values.reduce((best, value, i) => (gap(value, wished) < gap(values[best], wished) ? i : best), 0);

const gap = (a, b) => (a === b ? 0 : Math.abs(a - b));

function add(parent, tag, name) {
  const element = document.createElement(tag);
  element.className = `slider-figure__${name}`;
  parent.append(element);
  return element;
}
