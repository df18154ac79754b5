"""The games by name, with what a training loop must know about each."""

import dataclasses
import functools
import types
from collections.abc import Callable, Mapping
from typing import Any

from ganbook.losses import adversarial, clouds
from ganbook.losses.players import Losses


@dataclasses.dataclass(frozen=True)
class Objective:
    """A game for two players: its losses, and what a training loop must feed them."""

    name: str
    losses: Callable[[Any, Any], Losses]
    paper: str  # its key in the book's bibliography
    cited: str
    coupled: bool = False  # One number a batch: no mean over samples, so batches do not add up.
    relative: bool = False  # The generator's loss depends on the real samples, too.
    critic: str = "required"  # "optional": without one, the samples are compared themselves.


_BY_SCORES = (
    Objective("minimax", adversarial.minimax, "goodfellow2014", "Goodfellow et al. 2014"),
    Objective(
        "non-saturating", adversarial.non_saturating, "goodfellow2014", "Goodfellow et al. 2014"
    ),
    Objective("least-squares", adversarial.least_squares, "mao2017", "Mao et al. 2017"),
    Objective("hinge", adversarial.hinge, "lim2017", "Lim and Ye 2017"),
    Objective(
        "wasserstein", adversarial.wasserstein, "arjovsky2017wasserstein", "Arjovsky et al. 2017"
    ),
    Objective(
        "relativistic",
        adversarial.relativistic,
        "jolicoeur2019",
        "Jolicoeur-Martineau 2019",
        relative=True,
    ),
)
_by_samples = functools.partial(Objective, relative=True, critic="optional")
_BY_SAMPLES = (
    _by_samples("mmd", clouds.mmd, "li2015", "Li et al. 2015", coupled=True),
    _by_samples("energy", clouds.energy, "bellemare2017", "Bellemare et al. 2017", coupled=True),
    # The paper is where the same loss is at home: between pairs that belong together.
    _by_samples("pointwise-l2", clouds.pointwise_l2, "isola2017", "Isola et al. 2017"),
)

OBJECTIVES: Mapping[str, Objective] = types.MappingProxyType(
    {game.name: game for game in (*_BY_SCORES, *_BY_SAMPLES)}
)

# What a generator may minimise besides its game: (real, fake) to a number, or to one per sample.
TERMS: Mapping[str, Callable[[Any, Any], Any]] = types.MappingProxyType(
    {"mmd": clouds.mmd_gap, "energy": clouds.energy_gap, "l1": clouds.l1, "l2": clouds.l2}
)
