/* Instance noise: what it makes of the divergence between two places, and of its slope. */

import { between, createPlot, inRatio, inTwoDigits, say } from "./plot.mjs";

const STEP = 0.02; // the integrands are so smooth that this fine a sum has nine digits
const NODES = between(-9, 9, 18 / STEP + 1);
const WEIGHTS = NODES.map((x) => (STEP * Math.exp(-(x ** 2) / 2)) / Math.sqrt(2 * Math.PI));
const expectation = (of) => NODES.reduce((sum, x, i) => sum + WEIGHTS[i] * of(x), 0);

/** Jensen–Shannon divergence of N(0, 1) and N(r, 1): log 2 less the mean doubt of the best judge. */
export const divergence = (r) => Math.LN2 - expectation((x) => softplus(r * x - (r * r) / 2));

/** Its slope in r. */
export const slope = (r) => -expectation((x) => (x - r) * sigmoid(r * x - (r * r) / 2));

/** What pulls fakes at this distance: the slope of the divergence at this level of noise. */
export const pull = (distance, level) => slope(distance / level) / level;

const softplus = (a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
const sigmoid = (a) => 1 / (1 + Math.exp(-a));

/** The level that pulls most, as a share of the distance. */
export const BEST = inRatio(0.2, 1, 801).reduce((best, level) =>
  pull(1, level) > pull(1, best) ? level : best,
);

function draw([level, distance], size) {
  const plot = createPlot(size, {
    x: [0, 2], y: [0, 0.8], xTicks: [0, 0.5, 1, 1.5, 2], yTicks: [0, 0.4],
    xLabel: "distance of the fakes from the data",
  });
  const height = divergence(distance / level);
  const steep = pull(distance, level);
  plot.curve([[0, Math.LN2], [2, Math.LN2]], "line", { width: 1, dash: "3 4" });
  plot.words("log 2", [2, Math.LN2 + 0.03], "text", "end");
  plot.curve(between(0, 2, 161).map((way) => [way, divergence(way / level)]), "real", { width: 2.5 });
  // The tangent, a third of a unit to both sides: what the generator feels.
  const ends = [-0.3, 0.3].map((aside) => [distance + aside, height + aside * steep]);
  plot.curve(ends, "fake", { width: 2 });
  plot.dot([distance, height], "fake");
  return plot.text();
}

function tell([level, distance]) {
  const most = pull(distance, BEST * distance);
  const share = pull(distance, level) / most;
  const side = level < BEST * distance ? "too little noise" : "too much noise";
  const part = share < 0.01 ? "less than 1 %" : `${say(100 * share)} %`;
  const verdict = share > 0.99 ? "the most that any noise gives" : `${part} of the most: ${side}`;
  return (
    `Noise ${say(level)}, fakes at distance ${say(distance)}: the divergence is ` +
    `${say(divergence(distance / level))}, its slope ${say(pull(distance, level))} (${verdict}).`
  );
}

export const SMOOTHING = {
  title: "Divergence of two noisy lines against their distance, and its slope at the fakes",
  legend: { real: "divergence", fake: "the fakes, and the slope they feel" },
  sliders: [
    { label: "Noise σ", values: inTwoDigits(0.02, 4, 121), start: 0.1, say },
    { label: "Distance", values: inTwoDigits(0.1, 2, 81), start: 1, say },
  ],
  stills: [[0.1, 1], [0.41, 1], [2, 1]],
  height: (width) => Math.min(260, 0.6 * width),
  draw,
  tell,
};
