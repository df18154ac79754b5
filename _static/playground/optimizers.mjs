/* How a gradient becomes a step: Adam (Kingma and Ba) and plain descent, as Keras computes them. */

const EPSILON = 1e-7;
const BETA2 = 0.99;

export function createOptimizer({ kind, rate, momentum }, length) {
  const state = { rate, momentum, steps: 0, means: new Float32Array(length) };
  if (kind === "adam") return { ...state, squares: new Float32Array(length), move: moveAdam };
  return { ...state, move: moveDown };
}

/** Move the weights against their gradients. */
export function update(optimizer, { weights, gradients }) {
  optimizer.steps += 1;
  optimizer.move(optimizer, weights, gradients);
}

/* Each weight at its own scale: however small its gradients are, the steps are not. */
function moveAdam({ rate, momentum, steps, means, squares }, weights, gradients) {
  // Both averages start at zero; this makes up for it.
  const start = Math.sqrt(1 - BETA2 ** steps) / (1 - momentum ** steps);
  for (let i = 0; i < weights.length; i++) {
    const gradient = gradients[i];
    means[i] += (1 - momentum) * (gradient - means[i]);
    squares[i] += (1 - BETA2) * (gradient * gradient - squares[i]);
    weights[i] -= (rate * start * means[i]) / (Math.sqrt(squares[i]) + EPSILON);
  }
}

/* Down the slope, as far as it is steep; `means` holds the speed that momentum keeps. */
function moveDown({ rate, momentum, means }, weights, gradients) {
  for (let i = 0; i < weights.length; i++) {
    means[i] = momentum * means[i] - rate * gradients[i];
    weights[i] += means[i];
  }
}
