/* The line on which a field of values changes its sign. */

/** Segments [x1, y1, x2, y2] in units of cells, of a square field given row by row. */
export function contour(field, side) {
  const segments = [];
  for (let y = 0; y + 1 < side; y++)
    for (let x = 0; x + 1 < side; x++) {
      const i = y * side + x;
      const crossings = crossingsOf(x, y, field[i], field[i + 1], field[i + side], field[i + side + 1]);
      // Two or four; four are two branches of a saddle.
      for (let k = 0; k + 1 < crossings.length; k += 2)
        segments.push([...crossings[k], ...crossings[k + 1]]);
    }
  return segments;
}

/* On each edge of a square whose ends differ in sign: where the straight line between is zero. */
function crossingsOf(x, y, a, b, c, d) {
  const found = [];
  if (a > 0 !== b > 0) found.push([x + a / (a - b), y]);
  if (a > 0 !== c > 0) found.push([x, y + a / (a - c)]);
  if (b > 0 !== d > 0) found.push([x + 1, y + b / (b - d)]);
  if (c > 0 !== d > 0) found.push([x + c / (c - d), y + 1]);
  return found;
}
