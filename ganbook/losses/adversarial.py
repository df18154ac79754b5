"""Both players' losses from the discriminator's raw scores: six games, one loss per sample each.

The discriminator's loss is the sum of what it pays for a real and for a fake sample. At scores of 0
that is 2 log 2 in the logistic games and 2 in the hinge game; halve it to compare with papers that
take the mean. All keep their digits and their gradients at any score, however confident.
"""

from typing import Any

from ganbook import backend
from ganbook.backend import ops
from ganbook.losses.players import Losses, scores, told


def minimax(real_scores: Any, fake_scores: Any) -> Losses:
    """The game as first written: the generator minimises what the discriminator maximises.

    Discriminator: -log D(real) - log(1 - D(fake)); generator: log(1 - D(fake)), with D the sigmoid
    of the score. The trap: where the discriminator is sure of a fake, the generator's slope is
    nearly 0, so that it learns least when it is worst.
    """
    real, fake = scores(real_scores, fake_scores)
    game = Losses(_logistic(real, fake), -ops.softplus(fake))
    return told(game, real_scores, fake_scores)


def non_saturating(real_scores: Any, fake_scores: Any) -> Losses:
    """The same discriminator, but the generator minimises -log D(fake): it learns when it is bad.

    The trap: the two no longer play one zero-sum game, so the generator's loss may rise while its
    samples improve. It is a reply to a moving opponent, not a measure of quality.
    """
    real, fake = scores(real_scores, fake_scores)
    game = Losses(_logistic(real, fake), ops.softplus(-fake))
    return told(game, real_scores, fake_scores)


def least_squares(real_scores: Any, fake_scores: Any) -> Losses:
    """Pull real scores to 1 and fake scores to 0; the generator pulls its fakes to 1.

    The paper halves all three squares; here they are whole. The trap: the scores are regressed as
    they are. A sigmoid before it brings the vanishing slopes back that it was made to avoid.
    """
    real, fake = scores(real_scores, fake_scores)
    paid = _sum(ops.square(real - 1), ops.square(fake))
    return told(Losses(paid, ops.square(fake - 1)), real_scores, fake_scores)


def hinge(real_scores: Any, fake_scores: Any) -> Losses:
    """Push real scores above 1 and fake ones below -1, and then leave them alone.

    The trap: the generator minimises -score without a margin; only the discriminator has one.
    Nothing bounds the slope of the score, so it is played with spectral normalisation.
    """
    real, fake = scores(real_scores, fake_scores)
    paid = _sum(ops.relu(1 - real), ops.relu(1 + fake))
    return told(Losses(paid, -fake), real_scores, fake_scores)


def wasserstein(real_scores: Any, fake_scores: Any) -> Losses:
    """The critic drives its mean scores apart, the generator pulls its own up.

    Minus the critic's mean loss is a transport distance. The trap: only for a critic of slope at
    most 1. Without a penalty or spectral normalisation its scores run away and mean nothing.
    """
    real, fake = scores(real_scores, fake_scores)
    return told(Losses(_sum(-real, fake), -fake), real_scores, fake_scores)


def relativistic(real_scores: Any, fake_scores: Any) -> Losses:
    """Each real sample is to score above the fake beside it; the generator wants the opposite.

    Only differences count, so scores have no level to drift to, and a fake is judged near a real
    sample of its own. The trap: both players need both batches, equally large, and without
    penalties on the slopes (R1 and R2) the game still does not settle.
    """
    real, fake = scores(real_scores, fake_scores, paired=True)
    game = Losses(ops.softplus(fake - real), ops.softplus(real - fake))
    return told(game, real_scores, fake_scores)


def _logistic(real: Any, fake: Any) -> Any:
    """-log D(real) - log(1 - D(fake)), where a sigmoid of its own would round to 0 or to 1."""
    return _sum(ops.softplus(-real), ops.softplus(fake))


def _sum(real: Any, fake: Any) -> Any:
    """What the discriminator pays, a number for each real sample.

    Where the batches differ in size each real sample carries the mean over the fakes, so that the
    mean over the whole is right in any case.
    """
    counts = real.shape[0], fake.shape[0]
    if None not in counts and counts[0] != counts[1]:
        fake = backend.mean(fake)
    return real + fake
