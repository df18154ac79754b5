/* Bandwidth of a Gaussian kernel: what the witness of two known laws sees at each of them.

   Real: two narrow spots, half of the points in each. Fake: one spot, far to the right. Every
   expectation of the kernel is a Gaussian integral, so nothing here is sampled. */

import { between, createPlot, inTwoDigits, say } from "./plot.mjs";

export const SPREAD = 0.15; // standard deviation of each spot
export const REAL = [-0.5, 0.5];
export const FAKE = 2.5;
const REACH = [-2, 4];

/** The mean of k(t, X) where X is Gaussian and the variance of t - X, about `gap`, is `variance`. */
const expected = (gap, variance, bandwidth) => {
  const wide = bandwidth ** 2 + variance;
  return (bandwidth / Math.sqrt(wide)) * Math.exp(-(gap ** 2) / (2 * wide));
};
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** High where reals are missing among the fakes, low where there are too many fakes. */
export const witness = (t, bandwidth) =>
  mean(REAL.map((centre) => expected(t - centre, SPREAD ** 2, bandwidth))) -
  expected(t - FAKE, SPREAD ** 2, bandwidth);

/** How steeply the witness rises to the left at the middle of the fakes: what calls them. */
export const pull = (bandwidth, step = 1e-5) =>
  (witness(FAKE - step, bandwidth) - witness(FAKE + step, bandwidth)) / (2 * step);

/** The squared maximum mean discrepancy of the two laws. */
export function discrepancy(bandwidth) {
  const alike = (a, b) => expected(a - b, 2 * SPREAD ** 2, bandwidth);
  const within = mean(REAL.flatMap((a) => REAL.map((b) => alike(a, b))));
  return within + alike(FAKE, FAKE) - 2 * mean(REAL.map((a) => alike(a, FAKE)));
}

/** How many hills the witness has. */
export function peaks(bandwidth) {
  const heights = between(...REACH, 1201).map((t) => witness(t, bandwidth));
  return heights.filter((one, i) => i && one > heights[i - 1] && one > heights[i + 1]).length;
}

const density = (t, centre) => Math.exp(-((t - centre) ** 2) / (2 * SPREAD ** 2));

function draw([bandwidth], size) {
  const places = between(...REACH, 241);
  const plot = createPlot(size, {
    x: REACH, y: [-1, 1], xTicks: [-2, -1, 0, 1, 2, 3, 4], yTicks: [-1, 0, 1], xLabel: "place t",
  });
  // The laws, half as high as the frame: where points are, not how many.
  plot.area(places.map((t) => [t, mean(REAL.map((c) => density(t, c)))]), "real");
  plot.area(places.map((t) => [t, density(t, FAKE) / 2]), "fake");
  plot.curve([[REACH[0], 0], [REACH[1], 0]], "line", { width: 1, dash: "3 4" });
  plot.curve(places.map((t) => [t, witness(t, bandwidth)]), "ink", { width: 2.5 });
  return plot.text();
}

function tell([bandwidth]) {
  const seen = peaks(bandwidth) > 1 ? "two real spots" : "one real crowd";
  return (
    `Bandwidth ${say(bandwidth)}: the witness sees ${seen}. Its slope at the fakes is ` +
    `${say(pull(bandwidth))}, and MMD² is ${say(discrepancy(bandwidth))}.`
  );
}

export const WITNESS = {
  title: "Two real spots, one spot of fakes, and the witness between them",
  legend: { real: "real", fake: "fake", ink: "witness" },
  sliders: [{ label: "Bandwidth σ", values: inTwoDigits(0.05, 10, 121), start: 0.1, say }],
  stills: [[0.1], [0.5], [3]],
  height: (width) => Math.min(270, 0.62 * width),
  draw,
  tell,
};
