/* Games without a discriminator: the generator goes down a distance between two crowds of samples.

   Each writes how the loss grows as a fake moves, and returns the loss; values are the library's.
   Its witness is high where reals are missing fakes: what a discriminator would have to learn, in
   closed form. */

// In units of the real batch's own scale: a coarse kernel to find the modes, fine ones to fill them.
const BANDWIDTHS = [1, 1 / 2, 1 / 4, 1 / 8, 1 / 16];
const SHORTEST = 1e-7; // the gradient of a distance at zero has no direction

/* A measure of two points, from their squared distance: its value, and its derivative by that. */
function gaussianKernels(real) {
  const scale = scaleOf(real);
  const precisions = BANDWIDTHS.map((share) => 1 / (2 * (share * scale) ** 2));
  return (square, out) => {
    out.value = 0;
    out.slope = 0;
    for (const precision of precisions) {
      const term = Math.exp(-square * precision) / precisions.length;
      out.value += term;
      out.slope -= term * precision;
    }
  };
}

const minusDistance = () => (square, out) => {
  out.value = -Math.sqrt(square);
  out.slope = out.value < -SHORTEST ? 0.5 / out.value : 0;
};

/* The root of the mean squared distance between two samples of a batch. */
function scaleOf(points) {
  const count = points.length / 2;
  let [x, y, squares] = [0, 0, 0];
  for (let i = 0; i < points.length; i += 2) {
    x += points[i] / count;
    y += points[i + 1] / count;
    squares += (points[i] ** 2 + points[i + 1] ** 2) / count;
  }
  return Math.sqrt(2 * Math.max(squares - x * x - y * y, 0)) || 1;
}

/* The measure summed over all pairs; adds `weight` times its gradient by the points of `from`. */
function overPairs(measure, from, to, gradient, weight) {
  const out = { value: 0, slope: 0 };
  let total = 0;
  for (let i = 0; i < from.length; i += 2)
    for (let j = 0; j < to.length; j += 2) {
      const dx = from[i] - to[j];
      const dy = from[i + 1] - to[j + 1];
      measure(dx * dx + dy * dy, out);
      total += out.value;
      if (!gradient) continue;
      gradient[i] += 2 * weight * out.slope * dx;
      gradient[i + 1] += 2 * weight * out.slope * dy;
    }
  return total;
}

/* E m(real, real') + E m(fake, fake') - 2 E m(real, fake), unbiased: no point meets itself. */
function twoSample(measureFor) {
  function within(measure, points, gradient) {
    const count = points.length / 2;
    const pairs = count * (count - 1);
    const self = { value: 0, slope: 0 };
    measure(0, self);
    const total = overPairs(measure, points, points, gradient, 2 / pairs);
    return (total - count * self.value) / pairs;
  }
  function loss(real, fake, gradient) {
    const measure = measureFor(real);
    const pairs = (real.length / 2) * (fake.length / 2);
    gradient.fill(0);
    const across = overPairs(measure, fake, real, gradient, -2 / pairs) / pairs;
    return within(measure, real, null) + within(measure, fake, gradient) - 2 * across;
  }
  function witness(point, real, fake) {
    const measure = measureFor(real);
    const mean = (crowd) => overPairs(measure, point, crowd, null, 0) / (crowd.length / 2);
    return mean(real) - mean(fake);
  }
  return { loss, witness };
}

/* Each fake is drawn to a real sample that has nothing to do with it: made to fail. */
function pointwise(real, fake, gradient) {
  let total = 0;
  for (let i = 0; i < fake.length; i++) {
    const gap = fake[i] - real[i];
    total += gap * gap;
    gradient[i] = (2 * gap) / fake.length;
  }
  return total / fake.length;
}

export const SAMPLE_OBJECTIVES = {
  mmd: twoSample(gaussianKernels),
  energy: twoSample(minusDistance),
  "pointwise-l2": { loss: pointwise, witness: null },
};
