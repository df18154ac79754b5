/* The space of the noise: lengths, two ways from one noise to another, and truncation. */

const STEPS = 4000; // of the sums that stand for integrals

export const lengthOf = (latent) => Math.hypot(...latent);

export const lerp = (a, b, t) => a.map((value, i) => (1 - t) * value + t * b[i]);

/** The arc around the origin; null where an end has no direction, or the two are opposite. */
export function slerp(a, b, t) {
  const lengths = lengthOf(a) * lengthOf(b);
  if (lengths < 1e-9) return null;
  const cosine = a.reduce((sum, value, i) => sum + value * b[i], 0) / lengths;
  const angle = Math.acos(Math.min(Math.max(cosine, -1), 1));
  if (angle < 1e-4) return lerp(a, b, t);
  if (angle > Math.PI - 1e-4) return null;
  const [first, second] = [Math.sin((1 - t) * angle), Math.sin(t * angle)];
  return a.map((value, i) => (first * value + second * b[i]) / Math.sin(angle));
}

/** The same direction, with the length near which Gaussian noise lives; the centre stays. */
export function ontoShell(latent) {
  const length = lengthOf(latent);
  return length > 0 ? latent.map((value) => (value * Math.sqrt(latent.length)) / length) : latent;
}

/** The lengths below which shares of Gaussian noise of this size lie. */
export function lengthsBelow(shares, size) {
  const [step, densities] = [(Math.sqrt(size) + 6) / STEPS, []];
  for (let i = 1; i <= STEPS; i++) {
    const length = i * step;
    densities.push(Math.exp((size - 1) * Math.log(length) - length ** 2 / 2));
  }
  return shares.map((share) => step * (placeOf(share, densities) + 1));
}

/** From uniform draws to draws of the normal law without what lies beyond ±threshold.

    By its inverse distribution function, so that every draw moves gently with the threshold. */
export function truncatedLaw(threshold) {
  const width = (2 * threshold) / STEPS;
  const densities = Array.from({ length: STEPS }, (_, i) =>
    Math.exp(-((-threshold + (i + 0.5) * width) ** 2) / 2),
  );
  return (shares) => shares.map((share) => width * placeOf(share, densities) - threshold);
}

/* Where a share of the whole has been passed, in cells and parts of a cell. */
function placeOf(share, densities) {
  let rest = share * densities.reduce((sum, density) => sum + density, 0);
  let i = 0;
  while (i < densities.length - 1 && rest > densities[i]) rest -= densities[i++];
  return i + rest / densities[i];
}
