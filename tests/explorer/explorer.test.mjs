/* The latent explorer: its pictures are those of Keras, and its geometry is that of the book. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
const load = (name) => import(new URL(`../../_static/explorer/${name}.mjs`, import.meta.url));
const { createDigits } = await load("digits");
const { createGenerator, PIXELS, readWeights } = await load("generator");
const { lengthOf, lengthsBelow, lerp, ontoShell, slerp, truncatedLaw } = await load("latent");
const { strongestFirst } = await load("directions");
const { cells, keyed, radiusAt, REACH, tidy } = await load("map");
const { cut, meanDistance } = await load("strips");
const { ofNeighbour, ofPlace, ofThreshold, ofWays } = await load("words");

const STORED = read("../../_static/explorer/generator.json");
const REFERENCE = read("reference.json");
const generator = createGenerator(STORED);
const digits = createDigits(STORED);
const near = (found, expected, gap) =>
  assert.ok(Math.abs(found - expected) <= gap, `${found} instead of ${expected} ± ${gap}`);
const wave = (size, phase) => Float32Array.from({ length: size }, (_, i) => Math.sin(3 * i + phase));

describe("the generator", () => {
  test("draws what Keras draws, in every pixel", () => {
    const found = generator.pictures(Float32Array.from(REFERENCE.latents), REFERENCE.labels);
    assert.equal(found.length, REFERENCE.pictures.length);
    let worst = 0;
    found.forEach((value, i) => { worst = Math.max(worst, Math.abs(value - REFERENCE.pictures[i])); });
    assert.ok(worst < 1e-4, `off by ${worst}`);
  });

  test("draws the same alone and among others", () => {
    const size = generator.noiseSize;
    const latents = Float32Array.from(REFERENCE.latents.slice(0, 3 * size));
    const together = generator.pictures(latents, [7, 1, 4]);
    const alone = generator.pictures(latents.subarray(size, 2 * size), [1]);
    alone.forEach((value, i) => near(value, together[PIXELS + i], 1e-6));
  });

  test("has the weights that its sizes ask for", () => {
    const needed = STORED.sizes.slice(1).reduce((sum, n, i) => sum + n * (STORED.sizes[i] + 1), 0);
    assert.equal(STORED.weights.length, 3 * needed);
    assert.equal(STORED.blocks.reduce((sum, { count }) => sum + count, 0), needed);
  });

  test("reads the ends and the middle of the scale", () => {
    const found = readWeights("AAAgAA///AAA", [{ count: 2, scales: [2] }, { count: 2, scales: [1, 5] }]);
    assert.deepEqual([found[0], found[1], found[3]], [-2, 0, -5]);
    near(found[2], 1, 1e-4);
  });
});

describe("the training digits", () => {
  test("are many, of all ten kinds, with ink between none and all", () => {
    assert.ok(digits.count > 1000);
    assert.equal(new Set(digits.labels).size, 10);
    const ink = digits.labels.flatMap((_, index) => [...digits.picture(index)]);
    assert.equal(ink.reduce((a, b) => Math.min(a, b)), -1);
    assert.equal(ink.reduce((a, b) => Math.max(a, b)), 1);
  });

  test("the nearest to a training digit is itself", () => {
    for (const index of [0, 17, digits.count - 1]) {
      const found = digits.nearest(digits.picture(index));
      assert.equal(found.distance, 0);
      assert.equal(found.label, digits.labels[index]);
    }
  });

  test("the nearest is what a plain loop finds", () => {
    const other = generator.pictures(wave(generator.noiseSize, 1), [5]);
    const distances = digits.labels.map((_, index) => {
      const gaps = digits.picture(index).map((value, i) => value - other[i]);
      return Math.hypot(...gaps);
    });
    near(digits.nearest(other).distance, Math.min(...distances), 1e-5);
  });

  test("the generator answers with pictures that lie as near as real ones do", () => {
    const size = generator.noiseSize;
    const labels = Array.from({ length: REFERENCE.labels.length }, (_, i) => REFERENCE.labels[i]);
    const made = cut(generator.pictures(Float32Array.from(REFERENCE.latents), labels));
    const same = made.filter((pixels, i) => digits.nearest(pixels).label === labels[i]);
    assert.ok(same.length > 0.8 * made.length, `${same.length} of ${made.length}`);
    assert.ok(size > 2);
  });
});

describe("ways", () => {
  const [a, b] = [wave(12, 0), wave(12, 2)];

  test("both begin and end where they should", () => {
    for (const way of [lerp, slerp])
      for (const [t, end] of [[0, a], [1, b]])
        way(a, b, t).forEach((value, i) => near(value, end[i], 1e-6));
  });

  test("an arc between equal lengths keeps the length, a line loses it", () => {
    const [from, to] = [ontoShell(a), ontoShell(b)];
    near(lengthOf(slerp(from, to, 0.5)), Math.sqrt(12), 1e-5);
    assert.ok(lengthOf(lerp(from, to, 0.5)) < Math.sqrt(12) - 0.05);
  });

  test("a quarter turn, by hand", () => {
    const found = slerp([1, 0], [0, 1], 1 / 3);
    near(found[0], Math.cos(Math.PI / 6), 1e-12);
    near(found[1], Math.sin(Math.PI / 6), 1e-12);
  });

  test("there is no arc from the centre, nor to the opposite", () => {
    assert.equal(slerp([0, 0], [0, 1], 0.5), null);
    assert.equal(slerp([1, 0], [-1, 0], 0.5), null);
    assert.deepEqual(slerp([1, 0], [1, 0], 0.5), [1, 0]);
  });

  test("the centre stays where it is", () => assert.deepEqual(ontoShell([0, 0]), [0, 0]));
});

describe("lengths and thresholds", () => {
  test("in two dimensions lengths obey Rayleigh's law", () => {
    const shares = [0.05, 0.5, 0.95];
    lengthsBelow(shares, 2).forEach((length, i) =>
      near(length, Math.sqrt(-2 * Math.log(1 - shares[i])), 0.005),
    );
  });

  test("nine noises in ten lie in the band around the root of their size", () => {
    const [low, high] = lengthsBelow([0.05, 0.95], 12);
    near(low ** 2, 5.226, 0.02); // chi squared with 12 degrees of freedom
    near(high ** 2, 21.026, 0.05);
  });

  test("truncated draws are symmetrical, inside, and normal where nothing is cut", () => {
    const law = truncatedLaw(1);
    assert.ok(law([0, 1 - 1e-12]).every((value) => Math.abs(value) <= 1));
    near(law([0.5])[0], 0, 1e-9);
    near(law([0.2])[0], -law([0.8])[0], 1e-9);
    near(truncatedLaw(8)([0.975])[0], 1.959964, 1e-3);
  });
});

describe("the plane", () => {
  test("the shell is a circle whose radius the other numbers leave", () => {
    near(radiusAt(5, 3), 4, 1e-12);
    assert.equal(radiusAt(3, 5), 0);
  });

  test("keys lead in four directions, no farther than the edge, and home", () => {
    assert.deepEqual(keyed([0, 0], "ArrowUp", false), [0, 0.1]);
    assert.deepEqual(keyed([0, 0], "ArrowLeft", true), [-0.5, 0]);
    assert.deepEqual(keyed([REACH, 1], "ArrowRight", true), [REACH, 1]);
    assert.deepEqual(keyed([1, 2], "Home", false), [0, 0]);
    assert.equal(keyed([1, 2], "Tab", false), null);
    assert.ok(Object.is(tidy(-0.001), 0));
  });

  test("the ground's cells run from the top left to the bottom right", () => {
    const all = cells();
    assert.ok(all[0][0] < 0 && all[0][1] > 0);
    assert.deepEqual(all[(all.length - 1) / 2].map(Math.abs), [0, 0]);
  });
});

describe("directions", () => {
  test("come in the order of what they change", () => {
    const strengths = [0.1, 3, 0, 1];
    const pictures = (latents, labels) =>
      Float32Array.from({ length: labels.length * PIXELS }, (_, i) =>
        strengths.reduce((sum, by, axis) => sum + by * latents[Math.floor(i / PIXELS) * 4 + axis], 0),
      );
    assert.deepEqual(strongestFirst({ noiseSize: 4, classes: 3, pictures }), [1, 3, 0, 2]);
  });

  test("of the generator, the first changes more than the last", () => {
    const order = strongestFirst(generator);
    assert.deepEqual([...order].sort((a, b) => a - b), [...Array(generator.noiseSize).keys()]);
  });
});

describe("words", () => {
  test("say where the marker is, and how long the noise", () => {
    const words = ofPlace({ latent: [3, 4, 0], axes: [0, 1] }, 5);
    assert.match(words, /Direction 1: 3\.00, direction 2: 4\.00.*5\.00 long.*√3 = 1\.73/);
  });

  test("compare with real digits", () => {
    const band = [2, 3];
    const said = (distance, label) => ofNeighbour(3, { distance, label }, band);
    assert.match(said(1, 3), /also a 3, at distance 1\.0, nearer than/);
    assert.match(said(2.5, 8), /but a 8, at distance 2\.5, among/);
    assert.match(said(4, 3), /farther than/);
  });

  test("say that the centre has no arc", () => {
    assert.match(ofWays(1, null, 12), /no arc/);
    assert.match(ofWays(2.5, 3.4, 12), /2\.50 long.*3\.40.*3\.46/);
  });

  test("tell what a threshold leaves", () => {
    assert.match(ofThreshold(0.5, 1, 2), /±0\.5.*1\.00 long.*2\.00 apart/);
    near(meanDistance([[0, 0], [3, 4], [3, 4]]), 10 / 3, 1e-12);
  });
});
