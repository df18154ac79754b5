/* The small parts, each by its own law. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

const load = (name) => import(new URL(`../../_static/playground/${name}.mjs`, import.meta.url));
const { readAddress, writeAddress } = await load("address");
const { rangeOf } = await load("charts");
const { contour } = await load("contour");
const { DATA, fillSamples } = await load("data");
const { CELLS, cellAt, centreOf, packDrawing, unpackDrawing } = await load("drawing_code");
const { advance, createGame, phasesOf, step } = await load("game");
const { createHistory } = await load("history");
const { multiply, rows, transposed } = await load("matrix");
const { coveredPlaces, energyDistanceTo } = await load("measures");
const { NOISES } = await load("noise");
const { createOptimizer, update } = await load("optimizers");
const { createRandom } = await load("random");
const { inWords } = await load("readings");
const { DEFAULTS, fromText, toText } = await load("settings");
const { createTrainer } = await load("trainer_loop");
const { createWatch, report } = await load("watch");
const { narrate, summary } = await load("words");

const PRESETS = JSON.parse(
  readFileSync(new URL("../../_static/playground/presets.json", import.meta.url), "utf8"),
);
const near = (found, expected, gap) =>
  assert.ok(Math.abs(found - expected) < gap, `${found} instead of ${expected}`);
const draws = (count, draw) => Array.from({ length: count }, draw);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("chance", () => {
  test("is the same for a seed and differs between seeds", () => {
    const first = (seed) => draws(5, createRandom(seed).uniform);
    assert.deepEqual(first(3), first(3));
    assert.notDeepEqual(first(3), first(4));
  });

  test("has the moments of its laws", () => {
    const random = createRandom(1);
    const uniform = draws(20000, random.uniform);
    const normal = draws(20000, random.normal);
    near(mean(uniform), 1 / 2, 5 * Math.sqrt(1 / 12 / 20000));
    near(mean(normal), 0, 5 / Math.sqrt(20000));
    near(mean(normal.map((value) => value ** 2)), 1, 5 * Math.sqrt(2 / 20000));
  });

  for (const [name, fill] of Object.entries(NOISES))
    test(`${name} noise has a mean square of 1 in every coordinate`, () => {
      const values = new Float32Array(3 * 20000);
      fill(values, 3, createRandom(2));
      for (let j = 0; j < 3; j++)
        near(mean(values.filter((_, i) => i % 3 === j).map((value) => value ** 2)), 1, 0.06);
    });
});

describe("products of matrices", () => {
  for (const [n, k, m] of [[4, 3, 2], [5, 7, 3], [1, 1, 1], [9, 2, 5]])
    test(`${n} by ${k} times ${k} by ${m} is the plain triple loop`, () => {
      const random = createRandom(n);
      const a = Float32Array.from(draws(n * k, random.normal));
      const b = Float32Array.from(draws(m * k, random.normal)); // stored transposed
      const out = new Float32Array(n * m).fill(1);
      multiply(rows(out, m), rows(a, k), transposed(rows(b, k)), n, k, m, true);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < m; j++) {
          let sum = 1;
          for (let p = 0; p < k; p++) sum += a[i * k + p] * b[j * k + p];
          near(out[i * m + j], sum, 1e-5);
        }
    });
});

describe("optimizers", () => {
  const run = (kind, steps) => {
    const network = { weights: new Float32Array([3]), gradients: new Float32Array(1) };
    const optimizer = createOptimizer({ kind, rate: 0.1, momentum: 0.5 }, 1);
    for (let i = 0; i < steps; i++) {
      network.gradients[0] = 2 * network.weights[0];
      update(optimizer, network);
    }
    return network.weights[0];
  };
  test("Adam's first step is as long as its rate, whatever the gradient", () => near(run("adam", 1), 2.9, 1e-6));
  test("descent's first step is the rate times the gradient", () => near(run("descent", 1), 2.4, 1e-6));
  test("momentum keeps half of the last step", () => near(run("descent", 2), 2.4 - 0.48 - 0.3, 1e-6));
  test("both find the bottom of a bowl", () => {
    near(run("adam", 500), 0, 0.02);
    near(run("descent", 200), 0, 1e-6);
  });
});

describe("data", () => {
  for (const [name, create] of Object.entries(DATA)) {
    const law = create({ drawing: packDrawing(new Set([0, 30, 400])) });
    const samples = fillSamples(new Float32Array(2000), law, createRandom(5));
    test(`${name} stays in the picture`, () => {
      assert.ok(samples.every((value) => Math.abs(value) < 1.5));
    });
    test(`${name} covers all of its own places`, () => {
      assert.equal(coveredPlaces(samples, law), law.places.length);
    });
  }
});

describe("measures", () => {
  test("the energy distance of two points is twice their distance", () => {
    near(energyDistanceTo(new Float32Array([0, 0]))(new Float32Array([3, 4])), 10, 1e-12);
  });
  test("a place needs one fake in a hundred", () => {
    const law = { places: [[0, 0], [1, 1]], reach: 0.1 };
    const fakes = new Float32Array(400).fill(1); // 200 points, all on the second place
    assert.equal(coveredPlaces(fakes, law), 1);
    fakes.fill(0, 0, 2);
    assert.equal(coveredPlaces(fakes, law), 1, "one in 200 is too few");
    fakes.fill(0, 0, 4);
    assert.equal(coveredPlaces(fakes, law), 2);
  });
});

describe("a drawing", () => {
  test("survives being written and read", () => {
    const inked = new Set([0, 5, 6, 77, CELLS * CELLS - 1]);
    assert.deepEqual(unpackDrawing(packDrawing(inked)).inked, inked);
    assert.equal(packDrawing(new Set()), "");
  });
  test("has its cells where the pointer finds them", () => {
    for (const cell of [0, 23, 24, 300, 575]) assert.equal(cellAt(...centreOf(cell)), cell);
    assert.equal(cellAt(5, 0), -1);
  });
});

describe("the address", () => {
  test("holds what differs from the defaults, and nothing else", () => {
    assert.equal(toText(DEFAULTS), "");
    assert.equal(toText({ ...DEFAULTS, seed: 3, penalty: "r1" }), "penalty=r1&seed=3");
  });
  test("gives the same settings back", () => {
    const settings = { ...DEFAULTS, data: "drawing", drawing: "a-_9", penalty: "r1+r2", weight: 3 };
    assert.deepEqual(fromText(toText(settings)), settings);
  });
  test("keeps the plus of two penalties, however it is written", () => {
    const base = { ...DEFAULTS, penalty: "none" };
    for (const text of ["penalty=r1+r2", "penalty=r1%2Br2"])
      assert.equal(fromText(text, base).penalty, "r1+r2");
  });
  test("is passed over where it makes no sense", () => {
    const nonsense = "data=cats&seed=-1&seed=x&width=1e9&weight=&batch=2.5&__proto__=1&constructor=2";
    assert.deepEqual(fromText(nonsense), DEFAULTS);
    assert.equal(readAddress("#how-to-read-the-picture", PRESETS), null);
    assert.equal(readAddress("#preset=nothing", PRESETS), null);
  });
  for (const name of Object.keys(PRESETS))
    test(`leads to the lesson ${name} and back`, () => {
      const { settings, name: found } = readAddress(`#preset=${name}`, PRESETS);
      assert.equal(found, name);
      assert.equal(writeAddress(settings, name, PRESETS), `#preset=${name}`);
      assert.equal(toText(settings).includes("NaN"), false);
    });
});

describe("lessons", () => {
  test("say only what the settings know", () => {
    for (const { state } of Object.values(PRESETS)) {
      const names = [...new URLSearchParams(state).keys()];
      const settings = fromText(state);
      for (const name of names) assert.notEqual(settings[name], DEFAULTS[name], `${state}: ${name}`);
    }
  });
  test("come in pairs that point at each other", () => {
    for (const [name, { repair, repairs }] of Object.entries(PRESETS)) {
      if (repair) assert.equal(PRESETS[repair].repairs, name);
      if (repairs) assert.equal(PRESETS[repairs].repair, name);
    }
  });
});

describe("a game", () => {
  const weights = (settings, steps) => {
    const game = createGame({ ...DEFAULTS, ...settings });
    for (let i = 0; i < steps; i++) step(game);
    return [...game.generator.network.weights, ...game.discriminator.network.weights];
  };
  test("is the same for the same seed", () => {
    assert.deepEqual(weights({ seed: 4 }, 5), weights({ seed: 4 }, 5));
    assert.notDeepEqual(weights({ seed: 4 }, 5), weights({ seed: 5 }, 5));
  });
  test("is not changed by being watched, nor by slow motion", () => {
    const game = createGame(DEFAULTS);
    const watch = createWatch(game);
    for (let i = 0; i < 5 * phasesOf(game).length; i++) report(game, watch, advance(game));
    const found = [...game.generator.network.weights, ...game.discriminator.network.weights];
    assert.deepEqual(found, weights({}, 5));
  });
  test("moves one player in its own turn only", () => {
    const game = createGame(DEFAULTS);
    const before = Float32Array.from(game.generator.network.weights);
    for (let i = 0; i < 4; i++) assert.equal(advance(game).player, "discriminator");
    assert.deepEqual(game.generator.network.weights, before);
    for (let i = 0; i < 4; i++) assert.equal(advance(game).player, "generator");
    assert.notDeepEqual(game.generator.network.weights, before);
    assert.equal(game.steps, 1);
  });
  test("gives the discriminator its head start and its extra turns", () => {
    const game = createGame({ ...DEFAULTS, headStart: 2, discriminatorSteps: 3 });
    const players = draws(2 * 4 + 16, () => advance(game).player);
    assert.equal(players.indexOf("generator"), 8 + 12);
  });
});

describe("the picture's parts", () => {
  test("the contour of a plane is the straight line where it is zero", () => {
    const field = Float32Array.from({ length: 25 }, (_, i) => (i % 5) - 1.25);
    const segments = contour(field, 5);
    assert.equal(segments.length, 4);
    for (const [x1, , x2] of segments) assert.deepEqual([x1, x2], [1.25, 1.25]);
  });
  test("a history stays short and keeps both ends in order", () => {
    const history = createHistory(["a"]);
    for (let i = 0; i < 10000; i++) history.add(i, { a: 2 * i });
    const { steps, a } = history.columns;
    assert.ok(steps.length <= 361);
    assert.equal(steps[0], 0);
    assert.ok(steps[steps.length - 1] > 9900);
    steps.forEach((step, i) => assert.equal(a[i], 2 * step));
  });
  test("a wild value does not flatten a curve", () => {
    const values = [...draws(99, (_, i) => i / 99), 1e9];
    assert.ok(rangeOf([{ values }])[1] <= 1);
  });
  test("a diverged game says so, and a covered one how many", () => {
    const seen = { steps: 1200, covered: 7, places: { length: 8 }, distance: 0.021, floor: 0.012 };
    assert.match(summary({ ...seen, finite: false }), /diverged/);
    assert.match(summary({ ...seen, finite: true }), /Step 1,200: the fakes cover 7 of 8 places/);
  });
  test("every phase of every game has its words", () => {
    for (const objective of ["relativistic", "energy"]) {
      const game = createGame({ ...DEFAULTS, objective });
      for (const _ of phasesOf(game)) {
        const phase = advance(game);
        const { title, text } = narrate({ phase, losses: game.losses, settings: game.settings });
        assert.match(title, /\d of 4: \w+$/);
        assert.doesNotMatch(text, /NaN|undefined/);
      }
    }
  });
});

describe("the trainer", () => {
  /** A trainer on a clock of its own: each look at the clock takes a millisecond. */
  function trainer() {
    const posts = [];
    const work = [];
    let time = 0;
    const now = () => (time += 1);
    const take = createTrainer((post) => posts.push(post), { now, later: (next) => work.push(next) });
    const send = (kind, value) => take({ kind, value });
    return { posts, work, send, wait: (ms) => (time += ms), time: () => time };
  }
  const turns = ({ work }, count) => draws(count, () => work.shift()?.());

  test("plays at the speed that was asked for", () => {
    const it = trainer();
    it.send("begin", { run: 1, settings: DEFAULTS });
    it.send("play", 50);
    const start = it.time();
    for (let i = 0; i < 20; i++) {
      it.wait(100);
      turns(it, 1);
    }
    it.send("pause");
    near(it.posts.at(-1).steps, (it.time() - start) * 0.05, 2);
  });
  test("answers a report only while it plays, and says of which game it is", () => {
    const it = trainer();
    it.send("begin", { run: 7, settings: DEFAULTS });
    it.send("report");
    assert.equal(it.posts.length, 1);
    it.send("play", 1e6);
    it.send("report");
    turns(it, 1);
    assert.deepEqual([it.posts[1].run, it.posts[1].asked, it.posts[1].running], [7, true, true]);
  });
  test("stops when paused: no work is left behind", () => {
    const it = trainer();
    it.send("begin", { run: 1, settings: DEFAULTS });
    it.send("play", 1e6);
    it.send("pause");
    turns(it, 3);
    assert.equal(it.work.length, 0);
  });
  test("stops by itself when the numbers overflow", () => {
    const it = trainer();
    const settings = { ...fromText(PRESETS.divergence.state), generatorRate: 1, discriminatorRate: 1 };
    it.send("begin", { run: 1, settings });
    it.send("play", 1e6);
    while (it.work.length) {
      it.send("report");
      turns(it, 1);
    }
    assert.equal(it.posts.at(-1).finite, false);
    assert.equal(it.posts.at(-1).running, false);
  });
});

describe("a number in words", () => {
  for (const [value, words] of [[-0.001, "0.00"], [-0.01, "-0.01"], [-12345, "-1.2e+4"], [NaN, "–"]]) {
    test(`${value} is ${words}`, () => assert.equal(inWords(value, 2), words));
  }
});
