/* One explorer on the page: a place in the space of the noise, and everything that follows from it. */

import { createRandom } from "../playground/random.mjs";
import { onThemeChange, readColours } from "../playground/theme.mjs";
import { createDigits } from "./digits.mjs";
import { strongestFirst } from "./directions.mjs";
import { createGenerator } from "./generator.mjs";
import { lengthOf, lerp, ontoShell, slerp, truncatedLaw } from "./latent.mjs";
import { createLayout } from "./layout.mjs";
import { createMap } from "./map.mjs";
import { createStamp, prepare } from "./pixels.mjs";
import { cut, drawRows, meanDistance } from "./strips.mjs";
import { ofNeighbour, ofPlace, ofThreshold, ofWays, twoPlaces } from "./words.mjs";

const NARROW = 480; // pixels of the page: below it the strips hold fewer pictures
const ANSWERS = 12;
const SEED = 3; // the first goal stands at about a right angle to the start
const SETTLED = 500; // milliseconds after the last move: then the place is read aloud

/** Bring a `div.latent-explorer` to life; `stored` is the file that `tools.explorer` writes. */
export function createExplorer(root, stored) {
  const generator = createGenerator(stored);
  const digits = createDigits(stored);
  const parts = createLayout(root, generator);
  const stamp = createStamp();
  const random = createRandom(SEED);
  const draws = (count) => Float32Array.from({ length: count }, random.normal);
  const uniforms = Float32Array.from({ length: ANSWERS * generator.noiseSize }, random.uniform);
  const onShell = () => ontoShell(draws(generator.noiseSize));
  const axes = strongestFirst(generator).slice(0, 2);
  const state = { label: 3, axes, latent: startOn(axes) };
  let goal = onShell();
  let colours = readColours(root);
  let [timer, asked, said] = [0, 0, ""];

  const map = createMap(parts.map, generator, stamp, (place) => {
    const latent = state.latent.slice();
    state.axes.forEach((axis, which) => { latent[axis] = place[which]; });
    change({ latent });
  });
  connect();
  drawSoon();
  onThemeChange(() => { colours = readColours(root); drawSoon(); });
  new ResizeObserver(drawSoon).observe(root);

  /* On the shell, in the plane through the centre: the picture of the text beside it. */
  function startOn([across, up]) {
    const latent = new Float32Array(generator.noiseSize);
    [latent[across], latent[up]] = [-1, 1];
    return ontoShell(latent);
  }

  function connect() {
    parts.labels.forEach((input, label) => input.addEventListener("change", () => change({ label })));
    parts.axes.forEach((select, which) => select.addEventListener("change", () => {
      const axes = state.axes.slice();
      // The two directions are never the same: whoever takes the other's, swaps.
      if (Number(select.value) === axes[1 - which]) axes[1 - which] = axes[which];
      axes[which] = Number(select.value);
      change({ axes });
    }));
    parts.draw.addEventListener("click", () => change({ latent: draws(generator.noiseSize) }));
    parts.shell.addEventListener("click", () => change({ latent: ontoShell(state.latent) }));
    parts.centre.addEventListener("click", () => change({ latent: state.latent.map(() => 0) }));
    parts.goal.addEventListener("click", () => { goal = onShell(); drawSoon(); });
    parts.threshold.addEventListener("input", drawSoon);
  }

  function change(changes) {
    Object.assign(state, changes);
    drawSoon();
  }

  /* At most one drawing a frame, however fast the pointer moves. */
  function drawSoon() {
    asked ||= requestAnimationFrame(() => { asked = 0; draw(); });
  }

  function draw() {
    parts.labels[state.label].checked = true;
    parts.axes.forEach((select, which) => { select.value = state.axes[which]; });
    map.draw(state, colours);
    drawSample();
    drawWays();
    drawAnswers();
  }

  const answersTo = (latents) =>
    generator.pictures(latents, new Array(latents.length / generator.noiseSize).fill(state.label));

  function drawSample() {
    const sample = answersTo(state.latent);
    const found = digits.nearest(sample);
    for (const [canvas, pixels] of [[parts.sample, sample], [parts.neighbour, found.pixels]]) {
      const { context, width } = prepare(canvas);
      stamp(context, pixels, { left: 0, top: 0, side: width, rgb: colours.rgb.ink });
    }
    parts.neighbour.setAttribute("aria-label", `Nearest training digit: a ${found.label}`);
    parts.neighbourWords.textContent = ofNeighbour(state.label, found, stored.honest);
    parts.place.textContent = ofPlace(state, lengthOf(state.latent));
    sayWhenSettled(`${parts.neighbourWords.textContent} ${parts.place.textContent}`);
  }

  function sayWhenSettled(words) {
    if (words === said) return;
    clearTimeout(timer);
    // On arrival there is nothing to announce.
    if (said) timer = setTimeout(() => { parts.aloud.textContent = words; }, SETTLED);
    said = words;
  }

  const isNarrow = () => root.clientWidth < NARROW;

  function drawWays() {
    const stations = isNarrow() ? 5 : 9;
    const shares = Array.from({ length: stations }, (_, i) => i / (stations - 1));
    const [line, arc] = [lerp, slerp].map((way) => shares.map((t) => way(state.latent, goal, t)));
    drawRows(parts.ways, [row("line", line), row("arc", arc)], stamp, colours);
    const middle = (stations - 1) / 2;
    const turned = arc[middle] && lengthOf(arc[middle]);
    parts.waysWords.textContent = ofWays(lengthOf(line[middle]), turned, generator.noiseSize);
  }

  function row(name, latents) {
    if (!latents.every(Boolean)) return { name, pictures: [], below: [] };
    const pictures = cut(answersTo(Float32Array.from(latents.flatMap((latent) => [...latent]))));
    return { name, pictures, below: latents.map((latent) => twoPlaces(lengthOf(latent))) };
  }

  function drawAnswers() {
    const threshold = Number(parts.threshold.value);
    const latents = Float32Array.from(truncatedLaw(threshold)([...uniforms]));
    const pictures = cut(answersTo(latents));
    const half = ANSWERS / 2;
    const rows = isNarrow() ? [pictures.slice(0, half), pictures.slice(half)] : [pictures];
    drawRows(parts.answers, rows.map((some) => ({ pictures: some })), stamp, colours);
    const size = generator.noiseSize;
    const lengths = pictures.map((_, i) => lengthOf(latents.subarray(i * size, (i + 1) * size)));
    const length = lengths.reduce((sum, value) => sum + value, 0) / lengths.length;
    parts.thresholdWords.textContent = ofThreshold(threshold, length, meanDistance(pictures));
  }
}
