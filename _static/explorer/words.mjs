/* What the explorer shows, in sentences: for those who do not see it, and for those who look. */

const places = (count) => ({ minimumFractionDigits: count, maximumFractionDigits: count });
const number = (value) => value.toLocaleString("en", places(1));

export const twoPlaces = (value) => value.toLocaleString("en", places(2));

/** Where the marker is. */
export function ofPlace({ latent, axes }, length) {
  const [x, y] = axes.map((axis) => twoPlaces(latent[axis]));
  const shell = twoPlaces(Math.sqrt(latent.length));
  return (
    `Direction ${axes[0] + 1}: ${x}, direction ${axes[1] + 1}: ${y}. All ${latent.length} numbers ` +
    `together are ${twoPlaces(length)} long; the shell is at √${latent.length} = ${shell}.`
  );
}

/** How near the sample comes to what was learned. */
export function ofNeighbour(label, found, [low, high]) {
  const same = found.label === label ? "also a" : "but a";
  const where = found.distance < low ? "nearer than" : found.distance > high ? "farther than" : "among";
  return (
    `Asked for: ${label}. Nearest of the training digits: ${same} ${found.label}, at distance ` +
    `${number(found.distance)}, ${where} the middle half of real digits that were held out ` +
    `(${number(low)} to ${number(high)}).`
  );
}

/** What a threshold does to a row of answers. */
export const ofThreshold = (threshold, length, variety) =>
  `No number beyond ±${number(threshold)}: the noises are ${twoPlaces(length)} long on average, and the ` +
  `pictures are ${twoPlaces(variety)} apart.`;

/** How long the noise is half-way on both ways. */
export const ofWays = (line, arc, size) =>
  arc === null
    ? "From the centre there is no arc: it has no direction to turn from."
    : `Half-way, the noise on the straight line is ${twoPlaces(line)} long and that on the arc ` +
      `${twoPlaces(arc)}; the shell is at ${twoPlaces(Math.sqrt(size))}.`;
