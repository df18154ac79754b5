/* The engine's losses and gradients, of first and second order, equal the library's. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { advance, createGame, phasesOf } from "../../_static/playground/game.mjs";
import { createNetwork, createPass } from "../../_static/playground/network.mjs";
import { DEFAULTS } from "../../_static/playground/settings.mjs";

const { sizes, game: given, values } = JSON.parse(
  readFileSync(new URL("reference.json", import.meta.url), "utf8"),
);
const BATCH = given.share.length;
const WEIGHT = 0.7;
const PENALTY_CHOICES = ["none", "r1", "r2", "r1+r2", "gradient-penalty"];

/** The reference's game in the engine: its networks, its samples, its noise, its places between. */
function referenceGame(activation, objective, penalty) {
  const choices = { activation, objective, penalty, weight: WEIGHT, batch: BATCH, noiseSize: 3 };
  const game = createGame({ ...DEFAULTS, ...choices });
  for (const player of ["discriminator", "generator"]) {
    game[player].network = createNetwork(sizes[player], activation);
    game[player].network.weights.set(given[player]);
  }
  for (const pass of ["realPass", "fakePass", "betweenPass"])
    game[pass] = createPass(game.discriminator.network, BATCH);
  game.generatorPass = createPass(game.generator.network, BATCH);
  return feed(game);
}

/* Chance is replaced by the reference's own draws, in the order in which the engine asks. */
function feed(game) {
  let place = 0;
  let point = 0;
  game.law = { draw: () => given.real.slice(2 * (point % BATCH), 2 * (point++ % BATCH) + 2) };
  const shares = () => given.share[place++ % BATCH];
  const noise = () => given.noise[place++ % given.noise.length];
  game.random = { normal: noise, uniform: shares };
  game.restart = () => (place = 0);
  return game;
}

/** One turn of a player up to its gradient; the weights stay. */
function turn(game, player) {
  const phases = phasesOf(game);
  game.phase = phases.findIndex((phase) => phase.player === player);
  for (let i = 0; i < 3; i++) {
    game.restart();
    advance(game);
  }
}

/** Within 1e-5 of the largest entry: the engine stores single precision. */
function assertClose(found, expected, what) {
  const size = Math.max(...expected.map(Math.abs));
  expected.forEach((value, i) => {
    const gap = Math.abs(found[i] - value);
    assert.ok(gap <= 1e-5 * size, `${what}, entry ${i}: ${found[i]} instead of ${value}`);
  });
}

const sum = (one, other, weight) => one.map((value, i) => value + weight * other[i]);

for (const [activation, { objectives, penalties }] of Object.entries(values)) {
  for (const [name, expected] of Object.entries(objectives)) {
    describe(`${name} with ${activation}`, () => {
      test("the generator's loss and gradient are the library's", () => {
        const game = referenceGame(activation, name, "none");
        turn(game, "generator");
        assertClose([game.losses.generator], [expected.generator.value], "loss");
        assertClose(game.generator.network.gradients, expected.generator.gradient, "gradient");
      });

      for (const penalty of expected.discriminator ? PENALTY_CHOICES : [])
        test(`the discriminator's are the library's with penalty ${penalty}`, () => {
          const game = referenceGame(activation, name, penalty);
          turn(game, "discriminator");
          const charged = penalty === "none" ? [] : penalty.split("+");
          const gradient = charged.reduce(
            (total, one) => sum(total, penalties[one].gradient, WEIGHT),
            expected.discriminator.gradient,
          );
          assertClose([game.losses.discriminator], [expected.discriminator.value], "loss");
          assertClose(game.discriminator.network.gradients, gradient, "gradient");
          for (const one of game.penalties)
            assertClose([one.mean], [penalties[one.name].value], one.name);
        });
    });
  }
}
