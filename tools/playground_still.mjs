/* Draw what stands in for the playground on paper and without scripts: its first lesson, played.

   node tools/playground_still.mjs */

import { writeFileSync } from "node:fs";

import { contour } from "../_static/playground/contour.mjs";
import { createGame, step } from "../_static/playground/game.mjs";
import { DEFAULTS } from "../_static/playground/settings.mjs";
import { createWatch, FIELD_SIDE, report, VIEW } from "../_static/playground/watch.mjs";

const PICTURE = new URL("../_static/playground/still.svg", import.meta.url);
const MOMENTS = [0, 150, 1500]; // a cloud, on its way, arrived
const SIDE = 200;
const GAP = 10;
const COLOURS = { real: "#1a83c6", fake: "#e0592a", line: "#7f8793" };

const game = createGame(DEFAULTS);
const watch = createWatch(game);
const panels = MOMENTS.map((moment, place) => {
  while (game.steps < moment) step(game);
  return panel(report(game, watch, null), place * (SIDE + GAP));
});
const width = MOMENTS.length * (SIDE + GAP) - GAP;
writeFileSync(
  PICTURE,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${SIDE}" fill="none" ` +
    `stroke-linecap="round">\n${panels.join("\n")}\n</svg>\n`,
);

function panel({ real, fakes, field }, left) {
  const frame = `<rect width="${SIDE}" height="${SIDE}" stroke="${COLOURS.line}" stroke-width="0.5"/>`;
  const parts = [frame, undecided(field), dots(real, COLOURS.real, 0.6), dots(fakes, COLOURS.fake, 0.9)];
  return `<g transform="translate(${left} 0)">${parts.join("")}</g>`;
}

function undecided(field) {
  const at = (cell) => (((cell + 0.5) * SIDE) / FIELD_SIDE).toFixed(1);
  const lines = contour(field, FIELD_SIDE).map(
    ([x1, y1, x2, y2]) => `M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}`,
  );
  return `<path stroke="${COLOURS.line}" stroke-width="0.8" d="${lines.join("")}"/>`;
}

/* Round strokes of length zero: a tenth of the size of as many circles. */
function dots(points, colour, strength) {
  const place = (value) => (((value + VIEW) / (2 * VIEW)) * SIDE).toFixed(1);
  let path = "";
  for (let i = 0; i < points.length; i += 2) path += `M${place(points[i])} ${place(-points[i + 1])}h0`;
  return `<path stroke="${colour}" stroke-opacity="${strength}" stroke-width="2.6" d="${path}"/>`;
}
