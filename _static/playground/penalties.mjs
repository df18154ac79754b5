/* What steep slopes of the discriminator cost: where to stand, and what to make of the slope there.

   Same names and same values as the library's: the weight multiplies the mean over the batch. */

const SQUARED = { of: (square) => square, perSquare: () => 1 };
// (length - 1)^2, and its derivative by length^2. At a slope of zero no direction is downhill.
const TO_ONE = {
  of: (square) => (Math.sqrt(square) - 1) ** 2,
  perSquare: (square) => (square > 1e-12 ? 1 - 1 / Math.sqrt(square) : 0),
};

export const PENALTIES = {
  r1: { at: "real", ...SQUARED },
  r2: { at: "fake", ...SQUARED },
  "gradient-penalty": { at: "between", ...TO_ONE },
};

/** The mean penalty of slopes (count, width); writes how weight * mean grows with every entry. */
export function charge(penalty, weight, slopes, count, direction) {
  const width = slopes.length / count;
  let total = 0;
  for (let i = 0; i < slopes.length; i += width) {
    let square = 0;
    for (let j = i; j < i + width; j++) square += slopes[j] * slopes[j];
    total += penalty.of(square);
    const factor = (2 * weight * penalty.perSquare(square)) / count;
    for (let j = i; j < i + width; j++) direction[j] = factor * slopes[j];
  }
  return total / count;
}

/** Points on the lines from fake to real samples: a share says how much of the real one is in it. */
export function standBetween(between, real, fake, shares) {
  const width = real.length / shares.length;
  for (let i = 0, place = 0; i < shares.length; i++)
    for (let j = 0; j < width; j++, place++)
      between[place] = fake[place] + shares[i] * (real[place] - fake[place]);
}
