/* A network of dense layers, and its gradients of first order.

   Sizes [2, 32, 32, 1] mean: two inputs, two hidden layers of 32, one output. The last layer is
   linear. All weights lie in one flat array, and all gradients in another of the same shape. */

import { multiply, rows, transposed } from "./matrix.mjs";

/* An activation and its slope, told from its value; `curvature` is the second derivative over the
   slope, for the second order. */
export const ACTIVATIONS = {
  "leaky-relu": {
    value: (z) => (z > 0 ? z : 0.2 * z),
    slope: (value) => (value > 0 ? 1 : 0.2),
    curvature: null, // straight on both sides of zero
  },
  tanh: {
    value: Math.tanh,
    slope: (value) => 1 - value * value,
    curvature: (value) => -2 * value,
  },
};

/** A network; with a stream of random numbers its weights are drawn, else they are zero. */
export function createNetwork(sizes, activation, random = null) {
  let length = 0;
  for (let l = 1; l < sizes.length; l++) length += (sizes[l - 1] + 1) * sizes[l];
  const weights = new Float32Array(length);
  const gradients = new Float32Array(length);
  const layers = [];
  let start = 0;
  for (let l = 1; l < sizes.length; l++) {
    layers.push(createLayer(sizes[l - 1], sizes[l], start, weights, gradients));
    start += (sizes[l - 1] + 1) * sizes[l];
  }
  const network = { layers, activation: ACTIVATIONS[activation], weights, gradients };
  if (random) drawWeights(network, random);
  return network;
}

/* Windows on the flat arrays: the kernel row by row, then the bias. */
function createLayer(inputs, outputs, start, weights, gradients) {
  const middle = start + inputs * outputs;
  const end = middle + outputs;
  return {
    inputs,
    outputs,
    kernel: rows(weights.subarray(start, middle), outputs),
    bias: weights.subarray(middle, end),
    kernelGradient: rows(gradients.subarray(start, middle), outputs),
    biasGradient: gradients.subarray(middle, end),
  };
}

/** Uniform, with the limit of Glorot and Bengio, as Keras does by default; offsets start at 0. */
function drawWeights({ layers }, random) {
  for (const { inputs, outputs, kernel } of layers) {
    const limit = Math.sqrt(6 / (inputs + outputs));
    kernel.values.forEach((_, i, values) => {
      values[i] = limit * (2 * random.uniform() - 1);
    });
  }
}

/** The memory of one pass of `count` samples through the network: nothing is allocated later. */
export function createPass({ layers }, count) {
  const buffer = (width) => new Float32Array(count * width);
  return {
    count,
    inputs: buffer(layers[0].inputs),
    inputGradient: buffer(layers[0].inputs),
    layers: layers.map(({ outputs }) => ({
      values: buffer(outputs),
      slopes: buffer(outputs).fill(1), // of the activation; the last layer keeps its ones
      errors: buffer(outputs), // how what is pulled back changes with each value before activation
      tangents: buffer(outputs), // how the values move along a direction of the inputs
      bends: buffer(outputs), // what curvature adds to the errors, in the second order
    })),
  };
}

export const outputsOf = (pass) => pass.layers[pass.layers.length - 1].values;

/** What enters layer `l`, as a matrix. */
export function enteringValues(pass, l, inputs) {
  return rows(l === 0 ? pass.inputs : pass.layers[l - 1].values, inputs);
}

/** From pass.inputs to the outputs; keeps what the way back needs. */
export function forward(network, pass) {
  const last = network.layers.length - 1;
  network.layers.forEach(({ inputs, outputs, kernel, bias }, l) => {
    const { values, slopes } = pass.layers[l];
    const before = enteringValues(pass, l, inputs);
    multiply(rows(values, outputs), before, kernel, pass.count, inputs, outputs);
    addBias(values, bias);
    if (l < last) activate(values, slopes, network.activation);
  });
  return outputsOf(pass);
}

function addBias(values, bias) {
  for (let i = 0; i < values.length; i += bias.length)
    for (let j = 0; j < bias.length; j++) values[i + j] += bias[j];
}

function activate(values, slopes, { value, slope }) {
  for (let i = 0; i < values.length; i++) {
    values[i] = value(values[i]);
    slopes[i] = slope(values[i]);
  }
}

/** Pull a gradient at the outputs back to the inputs, keeping the errors of all layers on the way.

    With `null` the outputs themselves are differentiated: the result is the slope of a score. */
export function pullBack({ layers }, pass, outputGradient) {
  const { errors } = pass.layers[layers.length - 1];
  if (outputGradient) errors.set(outputGradient);
  else errors.fill(1);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, outputs, kernel } = layers[l];
    const below = l === 0 ? pass.inputGradient : pass.layers[l - 1].errors;
    const above = rows(pass.layers[l].errors, outputs);
    multiply(rows(below, inputs), above, transposed(kernel), pass.count, outputs, inputs);
    if (l > 0) scale(below, pass.layers[l - 1].slopes);
  }
  return pass.inputGradient;
}

export function scale(values, factors) {
  for (let i = 0; i < values.length; i++) values[i] *= factors[i];
}

/** After `pullBack`: add the errors' gradients to the network's, each sample's `share` of them. */
export function accumulate({ layers }, pass, shares = null) {
  layers.forEach((layer, l) => {
    const { errors } = pass.layers[l];
    if (shares) scaleRows(errors, shares, layer.outputs);
    addGradients(layer, enteringValues(pass, l, layer.inputs), errors, pass.count);
  });
}

function scaleRows(values, shares, width) {
  for (let i = 0, place = 0; i < shares.length; i++)
    for (let j = 0; j < width; j++) values[place++] *= shares[i];
}

/** What errors in a layer mean for its kernel and its bias. */
export function addGradients(layer, before, errors, count) {
  const { inputs, outputs, kernelGradient, biasGradient } = layer;
  multiply(kernelGradient, transposed(before), rows(errors, outputs), inputs, count, outputs, true);
  for (let i = 0, place = 0; i < count; i++)
    for (let j = 0; j < outputs; j++) biasGradient[j] += errors[place++];
}
