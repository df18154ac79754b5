/* The pictures that the generator has learned from, and which of them is nearest to another. */

import { PIXELS, readLetters } from "./generator.mjs";

/** Levels of ink from 0 to 16, as pixels from -1 to 1; a digit a letter for the labels. */
export function createDigits({ pictures, answers }) {
  const pixels = Float32Array.from(readLetters(pictures), (level) => level / 8 - 1);
  const labels = [...answers].map(Number);
  const picture = (index) => pixels.subarray(index * PIXELS, (index + 1) * PIXELS);

  /** By Euclidean distance between the pixels. */
  function nearest(other) {
    let [best, least] = [0, Infinity];
    for (let index = 0; index < labels.length; index++) {
      const square = squareDistance(picture(index), other, least);
      if (square < least) [best, least] = [index, square];
    }
    return { index: best, label: labels[best], distance: Math.sqrt(least), pixels: picture(best) };
  }

  return { count: labels.length, labels, picture, nearest };
}

/* Stops where it is clear that another one is nearer. */
function squareDistance(a, b, enough) {
  let sum = 0;
  for (let i = 0; i < PIXELS && sum < enough; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
