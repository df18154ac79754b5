/* Adam (Kingma and Ba), as Keras computes it. */

const EPSILON = 1e-7;

export function createAdam(length) {
  return { means: new Float32Array(length), squares: new Float32Array(length), steps: 0 };
}

/** Move the weights against their gradients, each at its own scale. */
export function updateAdam(state, weights, gradients, rate, [beta1, beta2]) {
  const { means, squares } = state;
  state.steps += 1;
  // Both averages start at zero; this makes up for it.
  const start = Math.sqrt(1 - beta2 ** state.steps) / (1 - beta1 ** state.steps);
  for (let i = 0; i < weights.length; i++) {
    const gradient = gradients[i];
    means[i] += (1 - beta1) * (gradient - means[i]);
    squares[i] += (1 - beta2) * (gradient * gradient - squares[i]);
    weights[i] -= (rate * start * means[i]) / (Math.sqrt(squares[i]) + EPSILON);
  }
}
