/* The game: two networks, their data and noise, and one step cut into phases.

   A step is the discriminator's turn, once or several times, then the generator's. A turn has four
   phases: forward, loss, gradient, update. Playing runs them all; slow motion stops after each. */

import { DATA, fillSamples } from "./data.mjs";
import { accumulate, createNetwork, createPass, forward, outputsOf, pullBack } from "./network.mjs";
import { NOISES } from "./noise.mjs";
import { OBJECTIVES, play } from "./objectives.mjs";
import { createOptimizer, update } from "./optimizers.mjs";
import { PENALTIES, charge, standBetween } from "./penalties.mjs";
import { createRandom } from "./random.mjs";
import { SAMPLE_OBJECTIVES } from "./sample_objectives.mjs";
import { accumulateSecondOrder } from "./second_order.mjs";

const FIRST_SPREAD = 0.25;

/** A game ready to be played; `settings` as in settings.mjs. */
export function createGame(settings) {
  const random = createRandom(settings.seed);
  const hidden = new Array(settings.depth).fill(settings.width);
  const generator = createNetwork([settings.noiseSize, ...hidden, 2], settings.activation, random);
  const discriminator = createNetwork([2, ...hidden, 1], settings.activation, random);
  shrink(generator, FIRST_SPREAD);
  const { batch } = settings;
  const floats = (width) => new Float32Array(batch * width);
  return {
    settings,
    random,
    law: DATA[settings.data](settings),
    objective: OBJECTIVES[settings.objective],
    sampleObjective: SAMPLE_OBJECTIVES[settings.objective],
    penalties: penaltiesOf(settings),
    generator: createPlayer(generator, settings, settings.generatorRate),
    discriminator: createPlayer(discriminator, settings, settings.discriminatorRate),
    generatorPass: createPass(generator, batch),
    realPass: createPass(discriminator, batch),
    fakePass: createPass(discriminator, batch),
    betweenPass: createPass(discriminator, batch),
    realShares: floats(1),
    fakeShares: floats(1),
    places: floats(1), // where on the line between a real and a fake sample
    sampleGradient: floats(2),
    direction: floats(2),
    losses: { discriminator: NaN, generator: NaN },
    steps: 0,
    phase: 0,
  };
}

/* The fakes begin as a small cloud in the middle, so that every move away from it is learned. */
function shrink({ layers }, factor) {
  const { values } = layers[layers.length - 1].kernel;
  values.forEach((value, i) => (values[i] = factor * value));
}

function createPlayer(network, { optimizer: kind, momentum }, rate) {
  return { network, optimizer: createOptimizer({ kind, rate, momentum }, network.weights.length) };
}

function penaltiesOf({ penalty, weight }) {
  const names = penalty === "none" ? [] : penalty.split("+");
  return names.map((name) => ({ ...PENALTIES[name], name, weight }));
}

/* The phases of one turn of either player. */
const DISCRIMINATOR = {
  forward(game) {
    fillSamples(game.realPass.inputs, game.law, game.random);
    game.fakePass.inputs.set(generate(game));
    forward(game.discriminator.network, game.realPass);
    forward(game.discriminator.network, game.fakePass);
  },
  loss(game) {
    const { realPass, fakePass, realShares, fakeShares } = game;
    const scores = [outputsOf(realPass), outputsOf(fakePass)];
    game.losses.discriminator = play(game.objective.discriminator, ...scores, realShares, fakeShares);
  },
  gradient(game) {
    const { network } = game.discriminator;
    network.gradients.fill(0);
    differentiate(game, "real", game.realPass, game.realShares);
    differentiate(game, "fake", game.fakePass, game.fakeShares);
    if (game.penalties.some(({ at }) => at === "between")) differentiateBetween(game);
  },
  update: ({ discriminator }) => update(discriminator.optimizer, discriminator.network),
};

const GENERATOR = {
  forward(game) {
    const { network } = game.discriminator;
    // A relative game judges every fake beside a real sample; the other games need none.
    fillSamples(game.realPass.inputs, game.law, game.random);
    forward(network, game.realPass);
    game.fakePass.inputs.set(generate(game));
    forward(network, game.fakePass);
  },
  loss(game) {
    const scores = [outputsOf(game.realPass), outputsOf(game.fakePass)];
    game.losses.generator = play(game.objective.generator, ...scores, null, game.fakeShares);
  },
  gradient(game) {
    const { network } = game.discriminator;
    game.sampleGradient.set(pullBack(network, game.fakePass, game.fakeShares));
    teach(game);
  },
  update: ({ generator }) => update(generator.optimizer, generator.network),
};

/* Without a discriminator the samples themselves are compared. */
const ALONE = {
  forward(game) {
    fillSamples(game.realPass.inputs, game.law, game.random);
    game.fakePass.inputs.set(generate(game));
  },
  loss(game) {
    const samples = [game.realPass.inputs, game.fakePass.inputs];
    game.losses.generator = game.sampleObjective.loss(...samples, game.sampleGradient);
  },
  gradient: teach,
  update: ({ generator }) => update(generator.optimizer, generator.network),
};

/** Fresh fakes from fresh noise. */
function generate({ generatorPass, generator, settings, random }) {
  NOISES[settings.noise](generatorPass.inputs, settings.noiseSize, random);
  return forward(generator.network, generatorPass);
}

/* The loss's gradient at samples of one kind, and that of each penalty that stands there. */
function differentiate(game, place, pass, shares) {
  const { network } = game.discriminator;
  pullBack(network, pass, null);
  for (const penalty of game.penalties) if (penalty.at === place) punish(game, penalty, pass);
  accumulate(network, pass, shares);
}

function differentiateBetween(game) {
  const { network } = game.discriminator;
  const { betweenPass: pass, places, realPass, fakePass, random } = game;
  places.forEach((_, i) => (places[i] = random.uniform()));
  standBetween(pass.inputs, realPass.inputs, fakePass.inputs, places);
  forward(network, pass);
  pullBack(network, pass, null);
  for (const penalty of game.penalties) if (penalty.at === "between") punish(game, penalty, pass);
}

function punish({ discriminator, direction }, penalty, pass) {
  const mean = charge(penalty, penalty.weight, pass.inputGradient, pass.count, direction);
  accumulateSecondOrder(discriminator.network, pass, direction);
  penalty.mean = mean;
}

/* From how fakes should move to how the generator's weights should. */
function teach({ generator, generatorPass, sampleGradient }) {
  generator.network.gradients.fill(0);
  pullBack(generator.network, generatorPass, sampleGradient);
  accumulate(generator.network, generatorPass);
}

const turn = (player, phases) =>
  Object.entries(phases).map(([name, run]) => ({ player, name, run }));
const TURNS = {
  discriminator: turn("discriminator", DISCRIMINATOR),
  generator: turn("generator", GENERATOR),
  alone: turn("generator", ALONE),
};

/** All phases of one step of this game, in order. */
export function phasesOf({ sampleObjective, settings, steps }) {
  if (sampleObjective) return TURNS.alone;
  if (steps < settings.headStart) return TURNS.discriminator;
  const turns = new Array(settings.discriminatorSteps).fill(TURNS.discriminator);
  return [...turns.flat(), ...TURNS.generator];
}

/** Run one phase; returns it. */
export function advance(game) {
  const phases = phasesOf(game);
  const phase = phases[game.phase];
  phase.run(game);
  game.phase = (game.phase + 1) % phases.length;
  if (game.phase === 0) game.steps += 1;
  return phase;
}

/** Run a whole step, or what is left of one. */
export function step(game) {
  do advance(game);
  while (game.phase !== 0);
}
