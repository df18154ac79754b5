/* Chance that can be repeated: the same seed gives the same game, on every machine. */

const TWO_TO_32 = 4294967296;

/** A stream of random numbers (the generator "sfc32" by Chris Doty-Humphrey, in the public domain). */
export function createRandom(seed) {
  let a = seed >>> 0;
  let b = 0x9e3779b9;
  let c = 0x243f6a88;
  let counter = 1;

  function bits() {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  // Neighbouring seeds begin alike: let them part before anybody looks.
  for (let i = 0; i < 20; i++) bits();

  const uniform = () => bits() / TWO_TO_32;
  return {
    uniform,
    integer: (below) => Math.floor(uniform() * below),
    normal: () => {
      // 1 - u is never 0, so the logarithm is finite.
      const length = Math.sqrt(-2 * Math.log(1 - uniform()));
      return length * Math.cos(2 * Math.PI * uniform());
    },
  };
}
