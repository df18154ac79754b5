/* Which directions of the noise change the pictures most: worth looking at first. */

import { PIXELS } from "./generator.mjs";

const FAR = 2; // from -2 to 2 along a direction, all else 0

/** All directions, the strongest first, by how far they move the pictures of all labels. */
export function strongestFirst({ noiseSize, classes, pictures }) {
  const labels = Array.from({ length: classes }, (_, label) => label);
  const effects = Array.from({ length: noiseSize }, (_, axis) => {
    const [low, high] = [-FAR, FAR].map((value) => pictures(along(axis, value), labels));
    return low.reduce((sum, pixel, i) => sum + (pixel - high[i]) ** 2, 0) / (classes * PIXELS);
  });
  return effects.map((_, axis) => axis).sort((a, b) => effects[b] - effects[a]);

  function along(axis, value) {
    const latents = new Float32Array(classes * noiseSize);
    for (let start = 0; start < latents.length; start += noiseSize) latents[start + axis] = value;
    return latents;
  }
}
