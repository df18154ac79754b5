/* A drawing as a short text for the address: 24 by 24 cells, a bit each, in letters and digits. */

export const CELLS = 24;
export const SPAN = 1.2; // the drawing covers [-1.2, 1.2] squared
const SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_";

/** From a set of cell numbers, row by row from the top, to text. */
export function packDrawing(inked) {
  let text = "";
  for (let cell = 0; cell < CELLS * CELLS; cell += 6) {
    let bits = 0;
    for (let bit = 0; bit < 6; bit++) bits |= inked.has(cell + bit) << bit;
    text += SIGNS[bits];
  }
  return text.replace(/0+$/, "");
}

/** The inked cells of a text, and their centres in the plane. */
export function unpackDrawing(text = "") {
  const inked = new Set();
  [...text].slice(0, (CELLS * CELLS) / 6).forEach((sign, i) => {
    const bits = Math.max(0, SIGNS.indexOf(sign));
    for (let bit = 0; bit < 6; bit++) if (bits & (1 << bit)) inked.add(6 * i + bit);
  });
  return { inked, cells: [...inked].map(centreOf), size: (2 * SPAN) / CELLS };
}

export function centreOf(cell) {
  const size = (2 * SPAN) / CELLS;
  return [((cell % CELLS) + 0.5) * size - SPAN, SPAN - (Math.floor(cell / CELLS) + 0.5) * size];
}

/** The number of the cell at a point of the plane, or -1 outside. */
export function cellAt(x, y) {
  const column = Math.floor(((x + SPAN) / (2 * SPAN)) * CELLS);
  const row = Math.floor(((SPAN - y) / (2 * SPAN)) * CELLS);
  const inside = column >= 0 && column < CELLS && row >= 0 && row < CELLS;
  return inside ? row * CELLS + column : -1;
}
