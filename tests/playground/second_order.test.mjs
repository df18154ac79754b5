/* Gradients by hand against difference quotients: other sizes, other seeds than the reference's. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { accumulate, createNetwork, createPass, forward, outputsOf, pullBack } from "../../_static/playground/network.mjs";
import { PENALTIES, charge } from "../../_static/playground/penalties.mjs";
import { createRandom } from "../../_static/playground/random.mjs";
import { accumulateSecondOrder } from "../../_static/playground/second_order.mjs";

const COUNT = 6;
const WEIGHT = 1.3;
const NUDGE = 1 / 256;

function setUp(sizes, activation, seed) {
  const random = createRandom(seed);
  const network = createNetwork(sizes, activation, random);
  network.weights.forEach((value, i, all) => (all[i] = value + 0.1 * random.normal()));
  const pass = createPass(network, COUNT);
  pass.inputs.forEach((_, i, all) => (all[i] = random.normal()));
  const direction = network.weights.map(() => random.normal() / Math.sqrt(network.weights.length));
  return { network, pass, direction };
}

/** The change of `value` along a direction of the weights, by differences. */
function quotient({ network, direction }, value) {
  const start = Float32Array.from(network.weights);
  const at = (step) => {
    network.weights.forEach((_, i, all) => (all[i] = start[i] + step * direction[i]));
    return value();
  };
  // Of fourth order: what remains is the rounding of single precision.
  const found = (8 * (at(NUDGE) - at(-NUDGE)) - (at(2 * NUDGE) - at(-2 * NUDGE))) / (12 * NUDGE);
  network.weights.set(start);
  return found;
}

const along = ({ network, direction }) =>
  network.gradients.reduce((sum, value, i) => sum + value * direction[i], 0);

function assertNear(found, expected, what) {
  const gap = Math.abs(found - expected) / Math.max(Math.abs(expected), 0.05);
  assert.ok(gap < 5e-3, `${what}: ${found} instead of ${expected}`);
}

for (const sizes of [[2, 1], [2, 7, 1], [2, 5, 6, 1], [3, 4, 4, 4, 1]])
  for (const seed of [1, 2, 3]) {
    test(`the scores' gradient of a network ${sizes} is their slope, seed ${seed}`, () => {
      const game = setUp(sizes, "tanh", seed);
      const { network, pass } = game;
      const total = () => forward(network, pass).reduce((sum, value) => sum + value, 0);
      total();
      pullBack(network, pass, null);
      accumulate(network, pass);
      assertNear(along(game), quotient(game, total), "first order");
    });

    for (const [name, penalty] of Object.entries(PENALTIES))
      test(`${name} of a network ${sizes} has the gradient it says, seed ${seed}`, () => {
        const game = setUp(sizes, "tanh", seed);
        const { network, pass } = game;
        const steepness = new Float32Array(pass.inputs.length);
        const value = () => {
          forward(network, pass);
          pullBack(network, pass, null);
          return WEIGHT * charge(penalty, WEIGHT, pass.inputGradient, COUNT, steepness);
        };
        value();
        accumulateSecondOrder(network, pass, steepness);
        const found = along(game);
        assertNear(found, quotient(game, value), "second order");
      });
  }

test("a linear score of slope (3, 4) costs 25, and 16 for being steeper than 1", () => {
  const network = createNetwork([2, 1], "leaky-relu");
  network.weights.set([3, 4, 0]);
  const pass = createPass(network, COUNT);
  forward(network, pass);
  assert.equal(outputsOf(pass).length, COUNT);
  pullBack(network, pass, null);
  const direction = new Float32Array(2 * COUNT);
  for (const [name, cost] of [["r1", 25], ["r2", 25], ["gradient-penalty", 16]])
    assert.equal(charge(PENALTIES[name], 1, pass.inputGradient, COUNT, direction), cost);
});

test("a flat score has a finite gradient of its penalty", () => {
  const direction = new Float32Array(2);
  charge(PENALTIES["gradient-penalty"], 1, new Float32Array(2), 1, direction);
  assert.deepEqual([...direction], [0, 0]);
});
