/* What can be seen of a game: the same fakes again and again, the discriminator's field, numbers. */

import { fillSamples } from "./data.mjs";
import { coveredPlaces, energyDistanceTo } from "./measures.mjs";
import { createPass, forward, outputsOf } from "./network.mjs";
import { NOISES } from "./noise.mjs";
import { createRandom } from "./random.mjs";

export const FIELD_SIDE = 40; // cells of the field along each side of the picture
export const VIEW = 1.6; // the picture shows [-1.6, 1.6] squared
const SHOWN = 400; // fakes and reals
const COMPARED = 250; // of them, for the two-sample distance
const FLOOR_DRAWS = 8;

/** Buffers and fixed draws for looking at a game. Its own chance: to look changes nothing. */
export function createWatch(game) {
  const random = createRandom(game.settings.seed + 7919);
  const fakes = createPass(game.generator.network, SHOWN);
  NOISES[game.settings.noise](fakes.inputs, game.settings.noiseSize, random);
  const real = fillSamples(new Float32Array(2 * SHOWN), game.law, random);
  const distance = energyDistanceTo(real.subarray(0, 2 * COMPARED));
  return {
    fakes,
    real,
    distance,
    floor: floorOf(game.law, distance, random),
    field: game.objective ? createFieldPass(game.discriminator.network) : null,
  };
}

/* What the distance says of fakes that are none: the mean over fresh real samples. */
function floorOf(law, distance, random) {
  let total = 0;
  for (let i = 0; i < FLOOR_DRAWS; i++)
    total += distance(fillSamples(new Float32Array(2 * COMPARED), law, random));
  return total / FLOOR_DRAWS;
}

function createFieldPass(network) {
  const pass = createPass(network, FIELD_SIDE * FIELD_SIDE);
  pass.inputs.set(fieldPoints());
  return pass;
}

/** The centres of the field's cells, row by row from the top. */
export function fieldPoints() {
  const points = new Float32Array(2 * FIELD_SIDE * FIELD_SIDE);
  const place = (cell) => (2 * VIEW * (cell + 0.5)) / FIELD_SIDE - VIEW;
  for (let row = 0, i = 0; row < FIELD_SIDE; row++)
    for (let column = 0; column < FIELD_SIDE; column++) {
      points[i++] = place(column);
      points[i++] = -place(row);
    }
  return points;
}

/** Everything the page draws, copied, so that training may go on. */
export function report(game, watch, phase) {
  const fakes = Float32Array.from(forward(game.generator.network, watch.fakes));
  const finite = fakes.every(Number.isFinite);
  return {
    steps: game.steps,
    finite,
    fakes,
    real: watch.real,
    field: fieldOf(game, watch),
    losses: { ...game.losses },
    covered: coveredPlaces(fakes, game.law),
    places: game.law.places,
    distance: finite ? watch.distance(fakes.subarray(0, 2 * COMPARED)) : NaN,
    floor: watch.floor,
    phase: phase ? { player: phase.player, name: phase.name, ...details(game, phase) } : null,
  };
}

/* Between -1, surely fake, and 1, surely real; 0 is undecided. */
function fieldOf(game, watch) {
  if (game.sampleObjective) return witnessField(game, watch);
  const scores = forward(game.discriminator.network, watch.field);
  const middle = middleOf(game);
  const steep = game.settings.objective === "least-squares" ? 2 : 0.5;
  return Float32Array.from(scores, (score) => Math.tanh(steep * (score - middle)));
}

/* The score at which real and fake balance. Only differences count in some games: there it is
   halfway between the last batches. */
function middleOf({ settings, realPass, fakePass }) {
  if (settings.objective === "least-squares") return 0.5;
  if (!["relativistic", "wasserstein"].includes(settings.objective)) return 0;
  return (mean(outputsOf(realPass)) + mean(outputsOf(fakePass))) / 2;
}

const mean = (values) => values.reduce((total, value) => total + value, 0) / values.length;
const WITNESS_CROWD = 120; // enough for a picture, at a cost that keeps up with it

function witnessField({ sampleObjective }, { real, fakes }) {
  if (!sampleObjective.witness) return null;
  const crowds = [real, outputsOf(fakes)].map((crowd) => crowd.subarray(0, 2 * WITNESS_CROWD));
  const points = fieldPoints();
  const heights = new Float32Array(points.length / 2);
  for (let i = 0; i < heights.length; i++)
    heights[i] = sampleObjective.witness(points.subarray(2 * i, 2 * i + 2), ...crowds);
  return heights.map((height) => Math.tanh(4 * height));
}

/* What one phase of slow motion has just made. */
function details(game, { player, name }) {
  const seen = {
    real: Float32Array.from(game.realPass.inputs),
    fake: Float32Array.from(game.fakePass.inputs),
  };
  if (name === "forward") return seen;
  if (player === "discriminator")
    return { ...seen, realPush: pushes(game.realShares), fakePush: pushes(game.fakeShares) };
  if (name === "update") return { ...seen, after: newPlaces(game) };
  const moves = name === "gradient" ? pushes(game.sampleGradient, game.fakeShares.length) : null;
  return { ...seen, moves, fakePush: game.sampleObjective ? null : pushes(game.fakeShares) };
}

/* Downhill, and for each sample alone rather than as its part of the mean. */
function pushes(gradient, count = gradient.length) {
  return Float32Array.from(gradient, (value) => -value * count);
}

/* Where the same noise lands after the update. */
function newPlaces({ generator, generatorPass }) {
  return Float32Array.from(forward(generator.network, generatorPass));
}
