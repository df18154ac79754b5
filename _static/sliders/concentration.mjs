/* How distances between Gaussian points gather about their mean as the dimension grows.

   The distance of two points of N(0, I) is √2 times a chi variable with d degrees of freedom. */

import { between, createPlot, inRatio, say } from "./plot.mjs";

const REACH = [0, 2.6];
const GRID = between(1e-4, REACH[1] + 2, 20001); // distances, as shares of their mean

/** log Γ(n / 2) for a whole number n: by steps down to Γ(1/2) = √π and Γ(1) = 1. */
export function logGammaOfHalf(n) {
  let sum = n % 2 ? Math.log(Math.PI) / 2 : 0;
  for (let k = n - 2; k > 0; k -= 2) sum += Math.log(k / 2);
  return sum;
}

/** The mean distance of two points in d dimensions. */
export const meanDistance = (d) => 2 * Math.exp(logGammaOfHalf(d + 1) - logGammaOfHalf(d));

/** Standard deviation over mean. */
export function relativeSpread(d) {
  const mean = meanDistance(d);
  return Math.sqrt(2 * d - mean ** 2) / mean;
}

/** The density of distance / mean distance. */
export function density(share, d) {
  const mean = meanDistance(d);
  const chi = (share * mean) / Math.SQRT2;
  const log = (1 - d / 2) * Math.LN2 + (d - 1) * Math.log(chi) - chi ** 2 / 2 - logGammaOfHalf(d);
  return (mean / Math.SQRT2) * Math.exp(log);
}

/** Which shares of the mean have these probabilities below them. */
export function quantiles(probabilities, d) {
  const weights = GRID.map((share) => density(share, d));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return probabilities.map((probability) => {
    let [below, i] = [0, 0];
    while (below + weights[i] < probability * total) below += weights[i++];
    return GRID[i];
  });
}

function draw([d], size) {
  const places = between(0.002, REACH[1], 331);
  const heights = places.map((share) => density(share, d));
  const top = Math.max(...heights);
  const plot = createPlot(size, {
    x: REACH, y: [0, 1.05], xTicks: [0, 0.5, 1, 1.5, 2, 2.5], xLabel: "distance / mean distance",
  });
  plot.area(places.map((share, i) => [share, heights[i] / top]), "real");
  plot.curve(places.map((share, i) => [share, heights[i] / top]), "real");
  for (const share of quantiles([0.05, 0.95], d))
    plot.curve([[share, 0], [share, 1]], "fake", { dash: "5 4" });
  return plot.text();
}

function tell([d]) {
  const [low, high] = quantiles([0.05, 0.95], d).map((share) => share.toFixed(2));
  return (
    `${d === 1 ? "1 dimension" : `${d} dimensions`}: the mean distance is ` +
    `${say(meanDistance(d), 3)}, the relative spread ${say(100 * relativeSpread(d))} %. ` +
    `Nine pairs in ten lie between ${low} and ${high} of the mean.`
  );
}

const DIMENSIONS = [...new Set(inRatio(1, 784, 81).map(Math.round))];

export const CONCENTRATION = {
  title: "Distances between Gaussian points, as shares of their mean",
  legend: { real: "all pairs", fake: "nine in ten lie between" },
  sliders: [{ label: "Dimension d", values: DIMENSIONS, start: 2, say: String }],
  stills: [[1], [8], [784]],
  height: (width) => Math.min(240, 0.6 * width),
  draw,
  tell,
};
