/* One step of the playground's game, by its own engine and by TensorFlow.js, taking turns.

   node benchmarks/playground.mjs FOLDER-OF-NODE-MODULES [rounds]   prints JSON */

import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

import { advance, createGame, step } from "../_static/playground/game.mjs";
import { DEFAULTS } from "../_static/playground/settings.mjs";

const [modules, rounds = "9"] = process.argv.slice(2);
const log = console.log;
console.warn = console.log = () => {}; // its advice on other builds is not our result
const tf = createRequire(`${modules}/`)("@tensorflow/tfjs");
await tf.setBackend("cpu");

/** The same networks, weights and recipe in TensorFlow.js, in its own idiom. */
function createPeer({ settings, discriminator, generator }) {
  const toVariables = ({ network }) =>
    network.layers.map(({ inputs, outputs, kernel, bias }) => [
      tf.variable(tf.tensor2d(kernel.values, [inputs, outputs])),
      tf.variable(tf.tensor1d(bias)),
    ]);
  const apply = (layers, values) =>
    layers.reduce((x, [kernel, bias], l) => {
      const z = x.matMul(kernel).add(bias);
      // Its own leakyRelu cannot be differentiated twice; this is the same function.
      return l < layers.length - 1 ? z.mul(0.2).add(tf.relu(z).mul(0.8)) : z;
    }, values);
  const [critic, maker] = [toVariables(discriminator), toVariables(generator)];
  const adam = () => tf.train.adam(settings.discriminatorRate, settings.momentum, 0.99, 1e-7);
  const optimizers = [adam(), adam()];
  const score = (samples) => apply(critic, samples);
  const steepness = (samples) => tf.grad((x) => score(x).sum())(samples).square().sum(1).mean();
  const criticLoss = (real, fake) =>
    tf.softplus(score(fake).sub(score(real))).mean()
      .add(steepness(real).add(steepness(fake)).mul(settings.weight));
  const makerLoss = (real, noise) =>
    tf.softplus(score(real).sub(score(apply(maker, noise)))).mean();
  const draw = () => [
    tf.tensor2d(game.realPass.inputs, [settings.batch, 2]),
    tf.randomNormal([settings.batch, settings.noiseSize]),
  ];
  function peerStep() {
    tf.tidy(() => {
      const [real, noise] = draw();
      const fake = apply(maker, noise);
      optimizers[0].minimize(() => criticLoss(real, fake), false, critic.flat());
    });
    tf.tidy(() => {
      const [real, noise] = draw();
      optimizers[1].minimize(() => makerLoss(real, noise), false, maker.flat());
    });
  }
  return { step: peerStep, critic, criticLoss };
}

/** The largest difference of the first step's gradients, relative to the largest entry. */
function disagreement(game, { critic, criticLoss }) {
  for (let i = 0; i < 3; i++) advance(game); // forward, loss, gradient
  const { batch } = game.settings;
  const [real, fake] = [game.realPass, game.fakePass].map(({ inputs }) => tf.tensor2d(inputs, [batch, 2]));
  const { grads } = tf.variableGrads(() => criticLoss(real, fake), critic.flat());
  const theirs = critic.flat().flatMap(({ name }) => [...grads[name].dataSync()]);
  const ours = [...game.discriminator.network.gradients];
  const most = Math.max(...ours.map(Math.abs));
  return Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]))) / most;
}

function secondsOf(work, count) {
  const start = performance.now();
  for (let i = 0; i < count; i++) work();
  return (performance.now() - start) / 1000 / count;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

const game = createGame(DEFAULTS);
const peer = createPeer(game);
const gap = disagreement(game, peer);
step(game); // what is left of the step
const seconds = { engine: [], tfjs: [] };
for (let round = 0; round <= Number(rounds); round++) {
  const both = { engine: secondsOf(() => step(game), 200), tfjs: secondsOf(peer.step, 10) };
  if (round > 0) for (const name of Object.keys(both)) seconds[name].push(both[name]);
}
log(
  JSON.stringify({
    tfjs: tf.version.tfjs,
    node: process.version,
    gradient_disagreement: gap,
    seconds_per_step: { engine: median(seconds.engine), tfjs: median(seconds.tfjs) },
  }),
);
