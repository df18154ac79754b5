/* Rows of small pictures: answers to one order, and two ways from one noise to another. */

import { PIXELS } from "./generator.mjs";
import { prepare } from "./pixels.mjs";

const GAP = 4;
const MARGIN = 44; // for the names of the rows
const LETTERS = 13; // the height of a line of numbers

/** Draw rows `{name, pictures, below}`; `below` are words under each picture. */
export function drawRows(canvas, rows, stamp, colours) {
  const columns = Math.max(...rows.map(({ pictures }) => pictures.length));
  const margin = rows.some(({ name }) => name) ? MARGIN : 0;
  const side = (canvas.clientWidth - margin - (columns - 1) * GAP) / columns;
  const tall = side + (rows.some(({ below }) => below) ? LETTERS + 2 * GAP : GAP);
  const { context } = prepare(canvas, rows.length * tall);
  const font = getComputedStyle(canvas).fontFamily;
  rows.forEach(({ name, pictures, below }, row) => {
    const top = row * tall;
    words(name ?? "", 0, top + side / 2 + 4, "left", 13);
    pictures.forEach((pixels, column) => {
      const left = margin + column * (side + GAP);
      if (pixels) frame(pixels, left, top);
      if (below) words(below[column], left + side / 2, top + side + LETTERS, "center", 11);
    });
  });

  function frame(pixels, left, top) {
    stamp(context, pixels, { left, top, side, rgb: colours.rgb.ink });
    context.strokeStyle = colours.line;
    context.lineWidth = 0.5;
    context.strokeRect(left + 0.25, top + 0.25, side - 0.5, side - 0.5);
  }

  function words(text, left, top, align, size) {
    context.font = `${size}px ${font}`;
    context.fillStyle = colours.quiet;
    context.textAlign = align;
    context.fillText(text, left, top);
  }
}

/** One row of a flat array cut into its pictures. */
export const cut = (pixels) =>
  Array.from({ length: pixels.length / PIXELS }, (_, i) =>
    pixels.subarray(i * PIXELS, (i + 1) * PIXELS),
  );

/** How far pictures lie from each other on average: their variety. */
export function meanDistance(pictures) {
  let sum = 0;
  for (const [i, one] of pictures.entries())
    for (const other of pictures.slice(i + 1))
      sum += Math.sqrt(one.reduce((total, value, k) => total + (value - other[k]) ** 2, 0));
  return sum / ((pictures.length * (pictures.length - 1)) / 2);
}
