/* Draw what stands in for the figures with sliders on paper and without scripts: a few positions of
   each, side by side, with the sentences that tell them.

   node tools/slider_stills.mjs */

import { mkdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { FIGURES } from "../_static/sliders/figures.mjs";

const FOLDER = new URL("../_static/sliders/stills/", import.meta.url);
const WIDTH = 330;
const GAP = 14;

/** Each figure's picture, and its title and sentences for who does not see it. */
export function stills() {
  const words = {};
  const pictures = {};
  for (const [name, figure] of Object.entries(FIGURES)) {
    pictures[name] = picture(figure);
    words[name] = { title: figure.title, sentences: figure.stills.map(figure.tell) };
  }
  return { words, pictures };
}

function picture(figure) {
  const size = { width: WIDTH, height: Math.round(figure.height(WIDTH)) };
  const columns = figure.stills.length === 3 ? 3 : 2;
  const panels = figure.stills.map((values, place) => {
    const left = (place % columns) * (WIDTH + GAP);
    const top = Math.floor(place / columns) * (size.height + GAP);
    return `<g transform="translate(${left} ${top})">${figure.draw(values, size)}</g>`;
  });
  const rows = Math.ceil(panels.length / columns);
  const whole = [columns * (WIDTH + GAP) - GAP, rows * (size.height + GAP) - GAP];
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole.join(" ")}" font-family="sans-serif">`;
  return [head, ...panels, "</svg>", ""].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  mkdirSync(FOLDER, { recursive: true });
  const { words, pictures } = stills();
  for (const [name, text] of Object.entries(pictures))
    writeFileSync(new URL(`${name}.svg`, FOLDER), text);
  writeFileSync(new URL("words.json", FOLDER), `${JSON.stringify(words, null, 1)}\n`);
}
