/* The trained generator of the last chapter: its weights from text, and pictures from noise. */

import { createNetwork, createPass, forward } from "../playground/network.mjs";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
export const SIDE = 8;
export const PIXELS = SIDE * SIDE;
const HALF = 2 ** 17; // three letters of six bits each: whole numbers below twice this

/** Whole numbers from 0 to 63, one a letter. */
export const readLetters = (text) => Uint8Array.from(text, (letter) => LETTERS.indexOf(letter));

/** Weights from text: a whole number for each, in units that every column has for itself. */
export function readWeights(text, blocks) {
  const letters = readLetters(text);
  const weights = new Float32Array(letters.length / 3);
  let place = 0;
  for (const { count, scales } of blocks)
    for (let i = 0; i < count; i++, place++) {
      const [high, middle, low] = letters.subarray(3 * place, 3 * place + 3);
      const share = ((high * 64 + middle) * 64 + low - HALF) / HALF;
      weights[place] = share * scales[i % scales.length];
    }
  return weights;
}

/** The network, with `pictures(latents, labels)`: 64 pixels from -1 (no ink) to 1 for each label. */
export function createGenerator({ sizes, blocks, weights, labels: classes }) {
  const network = createNetwork(sizes, "leaky-relu");
  network.weights.set(readWeights(weights, blocks));
  const noiseSize = sizes[0] - classes;
  const passes = new Map(); // by how many pictures are made at once

  function pictures(latents, labels) {
    const count = labels.length;
    if (!passes.has(count)) passes.set(count, createPass(network, count));
    const pass = passes.get(count);
    pass.inputs.fill(0);
    labels.forEach((label, i) => {
      const start = i * sizes[0];
      pass.inputs.set(latents.subarray(i * noiseSize, (i + 1) * noiseSize), start);
      pass.inputs[start + noiseSize + label] = 1;
    });
    return forward(network, pass).map(Math.tanh);
  }

  return { noiseSize, classes, pictures };
}
