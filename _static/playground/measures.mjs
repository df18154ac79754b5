/* How good are the fakes? Two answers that need no discriminator. */

const SHARE = 0.01; // of all fakes: what a place needs to count as covered

/** How many places at least 1 % of the fakes have come near to, each to its nearest place. */
export function coveredPlaces(fakes, { places, reach }) {
  const visits = new Array(places.length).fill(0);
  for (let i = 0; i < fakes.length; i += 2) {
    let nearest = -1;
    let least = reach * reach;
    places.forEach(([x, y], k) => {
      const square = (fakes[i] - x) ** 2 + (fakes[i + 1] - y) ** 2;
      if (square <= least) [nearest, least] = [k, square];
    });
    if (nearest >= 0) visits[nearest] += 1;
  }
  return visits.filter((count) => count >= (SHARE * fakes.length) / 2).length;
}

/** The share of fakes that lie near some place. */
export function nearShare(fakes, { places, reach }) {
  let near = 0;
  for (let i = 0; i < fakes.length; i += 2)
    near += places.some(([x, y]) => (fakes[i] - x) ** 2 + (fakes[i + 1] - y) ** 2 <= reach * reach);
  return (2 * near) / fakes.length;
}

/** The mean distance of all pairs, a point with itself included: so the distance is never negative. */
export function meanDistance(one, other) {
  let total = 0;
  for (let i = 0; i < one.length; i += 2)
    for (let j = 0; j < other.length; j += 2) {
      const dx = one[i] - other[j];
      const dy = one[i + 1] - other[j + 1];
      total += Math.sqrt(dx * dx + dy * dy);
    }
  return (4 * total) / (one.length * other.length);
}

/** The energy distance 2 E|X - Y| - E|X - X'| - E|Y - Y'| to a fixed crowd of reals. */
export function energyDistanceTo(real) {
  const within = meanDistance(real, real);
  return (fake) => 2 * meanDistance(real, fake) - within - meanDistance(fake, fake);
}
