/* The mathematics of the figures with sliders, against closed forms that stand in the chapters. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { area, ball, norm } from "../../_static/sliders/balls.mjs";
import {
  density, logGammaOfHalf, meanDistance, quantiles, relativeSpread,
} from "../../_static/sliders/concentration.mjs";
import { nearest } from "../../_static/sliders/figure.mjs";
import { FIGURES } from "../../_static/sliders/figures.mjs";
import { between, createPlot, inRatio, say, squareWidth } from "../../_static/sliders/plot.mjs";
import { BEST, divergence, pull as noisyPull, slope } from "../../_static/sliders/smoothing.mjs";
import { discrepancy, FAKE, peaks, pull, REAL, SPREAD, witness } from "../../_static/sliders/witness.mjs";
import { stills } from "../../tools/slider_stills.mjs";

const near = (found, expected, gap) =>
  assert.ok(Math.abs(found - expected) <= gap, `${found} instead of ${expected} ± ${gap}`);
const sum = (values) => values.reduce((total, value) => total + value, 0);

describe("unit balls", () => {
  test("three east and four north are 7, 5 and 4 away", () => {
    assert.equal(norm([3, 4], 1), 7);
    assert.equal(norm([3, 4], 2), 5);
    assert.equal(norm([3, 4], Infinity), 4);
  });

  test("have the areas of star, diamond, circle and square", () => {
    for (const [p, expected] of [[0.5, 2 / 3], [1, 2], [2, Math.PI], [Infinity, 4]])
      near(area(ball(p, 20001)), expected, 1e-4);
  });

  for (const p of [0.5, 1.3, 4, Infinity])
    test(`every point of the ball for p = ${p} is at distance 1`, () => {
      for (const point of ball(p, 97)) near(norm(point, p), 1, 1e-12);
    });

  test("the slider reaches the taxi, the bird and the king exactly", () => {
    const { values } = FIGURES.balls.sliders[0];
    for (const p of [0.5, 1, 2, Infinity]) assert.ok(values.some((value) => value === p), `${p}`);
  });
});

describe("concentration", () => {
  test("the logarithm of the gamma function is that of factorials and of √π", () => {
    near(logGammaOfHalf(2), 0, 0);
    near(logGammaOfHalf(10), Math.log(24), 1e-12);
    near(logGammaOfHalf(1), Math.log(Math.PI) / 2, 1e-15);
    near(logGammaOfHalf(5), Math.log(0.75 * Math.sqrt(Math.PI)), 1e-14);
  });

  test("the mean distance is √π in two dimensions and the spread 1/√(2d) in many", () => {
    near(meanDistance(2), Math.sqrt(Math.PI), 1e-14);
    near(relativeSpread(784) * Math.sqrt(2 * 784), 1, 1e-3);
  });

  for (const d of [1, 2, 8, 784])
    test(`the density in ${d} dimensions has mass 1, mean 1 and the spread of the formula`, () => {
      const places = between(1e-6, 7, 200001);
      const step = places[1] - places[0];
      const weights = places.map((share) => step * density(share, d));
      near(sum(weights), 1, 1e-4);
      near(sum(weights.map((weight, i) => weight * places[i])), 1, 1e-4);
      const spread = sum(weights.map((weight, i) => weight * (places[i] - 1) ** 2));
      near(Math.sqrt(spread), relativeSpread(d), 1e-4);
    });

  test("in two dimensions the quantiles are those of Rayleigh's law", () => {
    const exact = (q) => (2 / Math.sqrt(Math.PI)) * Math.sqrt(-Math.log(1 - q));
    const [low, high] = quantiles([0.05, 0.95], 2);
    near(low, exact(0.05), 1e-3);
    near(high, exact(0.95), 1e-3);
  });
});

describe("instance noise", () => {
  test("the divergence runs from an eighth of the square to log 2", () => {
    near(divergence(0), 0, 1e-12);
    near(divergence(0.01) / 0.01 ** 2, 1 / 8, 1e-4);
    near(divergence(18), Math.LN2, 1e-9);
  });

  test("at distance 1 it is what the chapter's grid finds", () => {
    near(divergence(1), 0.1114214822, 1e-10);
  });

  test("the slope is that of the divergence", () => {
    for (const r of [0.1, 1, 2.4, 5])
      near(slope(r), (divergence(r + 1e-4) - divergence(r - 1e-4)) / 2e-4, 1e-8);
  });

  test("much noise leaves θ/4σ², and the best level is two fifths of the distance", () => {
    near(noisyPull(1, 4) * 4 * 4 ** 2, 1, 0.02);
    near(BEST, 0.41, 0.01);
    near(noisyPull(0.2, BEST / 5), 5 * noisyPull(1, BEST), 1e-9);
  });
});

describe("the witness", () => {
  test("is the mean of the kernel over the reals less that over the fakes", () => {
    const bandwidth = 0.7;
    const kernel = (gap) => Math.exp(-(gap ** 2) / (2 * bandwidth ** 2));
    const nodes = between(-8, 8, 1601);
    const weights = nodes.map((x) => Math.exp(-(x ** 2) / 2));
    const mean = (centre, t) =>
      sum(nodes.map((x, i) => weights[i] * kernel(t - centre - SPREAD * x))) / sum(weights);
    for (const t of [-1, 0.2, 2])
      near(witness(t, bandwidth), (mean(REAL[0], t) + mean(REAL[1], t)) / 2 - mean(FAKE, t), 1e-9);
  });

  test("its gap between the two laws is the squared discrepancy", () => {
    const nodes = between(-8, 8, 1601);
    const weights = nodes.map((x) => Math.exp(-(x ** 2) / 2));
    const mean = (centre, bandwidth) =>
      sum(nodes.map((x, i) => weights[i] * witness(centre + SPREAD * x, bandwidth))) / sum(weights);
    for (const bandwidth of [0.1, 1, 5]) {
      const gap = (mean(REAL[0], bandwidth) + mean(REAL[1], bandwidth)) / 2 - mean(FAKE, bandwidth);
      near(discrepancy(bandwidth), gap, 1e-9);
    }
  });

  test("has two hills while the bells are narrower than half the way between the spots", () => {
    const edge = Math.sqrt(((REAL[1] - REAL[0]) / 2) ** 2 - SPREAD ** 2);
    assert.equal(peaks(0.9 * edge), 2);
    assert.equal(peaks(1.1 * edge), 1);
  });

  test("calls far fakes loudest near the distance over √2", () => {
    const loudest = inRatio(0.05, 10, 400).reduce((a, b) => (pull(b) > pull(a) ? b : a));
    near(loudest, FAKE / Math.SQRT2, 0.15);
    assert.ok(pull(0.2) < 1e-6);
  });
});

describe("every figure", () => {
  for (const [name, figure] of Object.entries(FIGURES)) {
    test(`${name} draws and tells every position of its sliders`, () => {
      figure.sliders.forEach((slider, which) => {
        for (const value of slider.values) {
          const values = figure.sliders.map(({ values: all, start }) => all[nearest(all, start)]);
          values[which] = value;
          const drawn = figure.draw(values, { width: 320, height: 200 });
          assert.doesNotMatch(drawn + figure.tell(values), /NaN|undefined|Infinity/);
        }
      });
    });

    test(`${name} stays inside its frame`, () => {
      for (const values of figure.stills) {
        const numbers = figure.draw(values, { width: 320, height: 200 }).match(/M[-\d. L]+/g);
        for (const pair of numbers.join("L").replaceAll("M", "").split("L")) {
          const [across, down] = pair.trim().split(" ").map(Number);
          assert.ok(across >= 0 && across <= 320 && !(down < 0) && !(down > 200), pair);
        }
      }
    });
  }

  test("the committed stills are what is drawn now", () => {
    const stored = (file) =>
      readFileSync(new URL(`../../_static/sliders/stills/${file}`, import.meta.url), "utf8");
    const { words, pictures } = stills();
    assert.deepEqual(JSON.parse(stored("words.json")), words);
    for (const [name, text] of Object.entries(pictures)) assert.equal(stored(`${name}.svg`), text);
  });
});

describe("small parts", () => {
  test("a slider starts at the nearest of its values", () => {
    assert.equal(nearest([1, 2, Infinity], 1.9), 1);
    assert.equal(nearest([1, 2, Infinity], Infinity), 2);
  });

  test("numbers are said in two digits, and rounding never shows as -0", () => {
    assert.equal(say(0.012345), "0.012");
    assert.equal(say(-1e-9), "0");
  });

  test("a plot puts the corners of its plane on the corners of its frame", () => {
    const plot = createPlot({ width: 100, height: 80 }, { x: [0, 1], y: [0, 1] });
    assert.deepEqual([plot.across(0), plot.across(1)], [34, 92]);
    assert.deepEqual([plot.up(0), plot.up(1)], [44, 8]);
  });

  test("a circle looks round", () => {
    const plane = { x: [-1, 1], y: [-1, 1] };
    const plot = createPlot({ width: squareWidth(300), height: 300 }, plane);
    near(plot.across(1) - plot.across(-1), plot.up(-1) - plot.up(1), 1e-9);
  });
});
