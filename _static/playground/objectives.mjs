/* What both players minimise, from the discriminator's raw scores: the book's games, by its names.

   A game takes the scores of a real and of a fake sample. `discriminator` gives its loss and how
   that grows with either score; `generator` likewise, from the fake score and, where the game is
   relative, the real one. Losses are means over the batch; both players go down. */

const sigmoid = (score) =>
  score >= 0 ? 1 / (1 + Math.exp(-score)) : Math.exp(score) / (1 + Math.exp(score));
// log(1 + exp(score)), which keeps its digits however large the score.
const softplus = (score) => Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score)));
const relu = (score) => Math.max(score, 0);

const logistic = (real, fake) => ({
  loss: softplus(-real) + softplus(fake),
  real: -sigmoid(-real),
  fake: sigmoid(fake),
});

export const OBJECTIVES = {
  minimax: {
    discriminator: logistic,
    generator: (real, fake) => ({ loss: -softplus(fake), fake: -sigmoid(fake) }),
  },
  "non-saturating": {
    discriminator: logistic,
    generator: (real, fake) => ({ loss: softplus(-fake), fake: -sigmoid(-fake) }),
  },
  "least-squares": {
    discriminator: (real, fake) => ({
      loss: (real - 1) ** 2 + fake ** 2,
      real: 2 * (real - 1),
      fake: 2 * fake,
    }),
    generator: (real, fake) => ({ loss: (fake - 1) ** 2, fake: 2 * (fake - 1) }),
  },
  hinge: {
    discriminator: (real, fake) => ({
      loss: relu(1 - real) + relu(1 + fake),
      real: real < 1 ? -1 : 0,
      fake: fake > -1 ? 1 : 0,
    }),
    generator: (real, fake) => ({ loss: -fake, fake: -1 }),
  },
  wasserstein: {
    discriminator: (real, fake) => ({ loss: fake - real, real: -1, fake: 1 }),
    generator: (real, fake) => ({ loss: -fake, fake: -1 }),
  },
  relativistic: {
    discriminator: (real, fake) => ({
      loss: softplus(fake - real),
      real: -sigmoid(fake - real),
      fake: sigmoid(fake - real),
    }),
    generator: (real, fake) => ({ loss: softplus(real - fake), fake: -sigmoid(real - fake) }),
  },
};

/** The mean loss of a batch of paired scores; writes each sample's share of its gradient. */
export function play(rule, realScores, fakeScores, realShares, fakeShares) {
  const count = fakeScores.length;
  let total = 0;
  for (let i = 0; i < count; i++) {
    const { loss, real, fake } = rule(realScores[i], fakeScores[i]);
    total += loss;
    if (realShares) realShares[i] = real / count;
    fakeShares[i] = fake / count;
  }
  return total / count;
}
