/* The gradient of a penalty on slopes: a gradient of a gradient, by hand.

   The slope of a score at a sample is pulled back from the output through the kernels and the
   activations' slopes. A penalty is a function of that slope; `direction` says how it grows with
   each of the slope's entries. To differentiate the way down, walk it up again: the direction is
   pushed forward through the layers as a tangent, and in each layer meets the errors that came
   down. Where an activation bends, its curvature sends a second wave of errors down. A leaky ReLU
   is straight on both sides of zero and sends none. */

import { multiply, rows, transposed } from "./matrix.mjs";
import { addGradients, enteringValues, scale } from "./network.mjs";

/** Add to the network's gradients how a penalty changes with each weight.

    Call after `forward` and `pullBack(network, pass, null)`; `accumulate` would scale the errors
    that are needed here, so it comes later. */
export function accumulateSecondOrder(network, pass, direction) {
  pushForward(network, pass, direction);
  if (network.activation.curvature) bendDown(network, pass);
}

function pushForward({ layers, activation }, pass, direction) {
  layers.forEach(({ inputs, outputs, kernel, kernelGradient }, l) => {
    const { errors, tangents, slopes } = pass.layers[l];
    const before = rows(l === 0 ? direction : pass.layers[l - 1].tangents, inputs);
    const met = rows(errors, outputs);
    multiply(kernelGradient, transposed(before), met, inputs, pass.count, outputs, true);
    multiply(rows(tangents, outputs), before, kernel, pass.count, inputs, outputs);
    if (activation.curvature) bend(activation.curvature, pass.layers[l]);
    scale(tangents, slopes);
  });
}

/* The errors hold the activation's slope already, hence its curvature over its slope. */
function bend(curvature, { bends, tangents, errors, values }) {
  for (let i = 0; i < bends.length; i++) bends[i] = tangents[i] * errors[i] * curvature(values[i]);
}

function bendDown({ layers }, pass) {
  // The last layer is linear: the wave starts below it.
  for (let l = layers.length - 2; l >= 0; l--) {
    const { bends } = pass.layers[l];
    if (l < layers.length - 2) addWave(layers[l + 1], pass, l);
    addGradients(layers[l], enteringValues(pass, l, layers[l].inputs), bends, pass.count);
  }
}

function addWave({ inputs, outputs, kernel }, pass, l) {
  const { bends, slopes, tangents: wave } = pass.layers[l]; // the tangents have done their work
  const above = rows(pass.layers[l + 1].bends, outputs);
  multiply(rows(wave, inputs), above, transposed(kernel), pass.count, outputs, inputs);
  for (let i = 0; i < bends.length; i++) bends[i] += wave[i] * slopes[i];
}
