"""Laws of a generator's noise, each a formula that bends standard draws into its own shape.

Unless a knob says otherwise, every law but the truncated one has as much noise as the Gaussian, a
mean square of 1 in each coordinate on average: exchange the law, and only the shape changes. (The
fixed law has it up to the chance of its few rows.)
"""

import dataclasses
import math
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from ganbook import checks
from ganbook.backend import ops


@dataclasses.dataclass(frozen=True)
class Law:
    """A law of noise with its knobs. Equal laws are equal values, and `config` writes them down."""

    name: ClassVar[str]
    least_size: ClassVar[int] = 1
    # What it is made of: a program need not hold draws that nobody looks at.
    needs: ClassVar[tuple[str, ...]] = ("normals", "uniforms")

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        """Noise made of standard normal draws and of uniform draws from [0, 1), both (n, size).

        Pure and compilable; what the law does not need may be None. The trap: the two must be
        independent of each other.
        """
        raise NotImplementedError

    def sample(self, count: int, size: int, *, seed: int) -> np.ndarray:
        """`count` rows of `size` numbers, float32. More rows of one seed begin with the same rows.

        The trap: noise drawn once and used in every step teaches the generator those rows only.
        """
        count = checks.count(count, "count")
        size = checks.count(size, "size", at_least=self.least_size, remedy=self._remedy())
        # In double precision, so that both frameworks round to the same float32.
        return ops.convert_to_numpy(self.from_draws(*_draws(count, size, seed))).astype("float32")

    def config(self) -> dict[str, Any]:
        """The law as plain values, for a file; `noise.law` reads them back."""
        return {"name": self.name, **dataclasses.asdict(self)}

    def _keep(self, knob: str, value: float | int) -> None:
        object.__setattr__(self, knob, value)  # A frozen dataclass may still tidy its own values.

    def _remedy(self) -> str:
        return f"The {self.name} law needs that many coordinates."


@dataclasses.dataclass(frozen=True)
class Gaussian(Law):
    """Independent standard normal coordinates."""

    name = "gaussian"
    needs = ("normals",)

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        return normals


@dataclasses.dataclass(frozen=True)
class Uniform(Law):
    """Independent coordinates between -limit and limit; √3 gives them variance 1.

    The trap: papers often use limit 1, whose variance is 1/3.
    """

    name = "uniform"
    needs = ("uniforms",)
    limit: float = math.sqrt(3)

    def __post_init__(self) -> None:
        limit = checks.in_range(self.limit, "limit", above=0, at_most=checks.LARGE)
        self._keep("limit", float(limit))

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        return self.limit * (2 * uniforms - 1)


@dataclasses.dataclass(frozen=True)
class Truncated(Law):
    """Normal coordinates, drawn again where they fall beyond ±threshold.

    The trap: clipping instead would pile them up on the threshold.
    """

    name = "truncated"
    threshold: float = 2.0

    def __post_init__(self) -> None:
        self._keep("threshold", float(checks.positive(self.threshold, "threshold")))

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        # The second draw obeys the truncated law at once, by its inverse distribution function.
        inside = math.erf(self.threshold / math.sqrt(2))
        again = math.sqrt(2) * ops.erfinv(inside * (2 * uniforms - 1))
        # A far threshold rounds `inside` to 1, and a draw of 0 to minus infinity.
        again = ops.clip(again, -self.threshold, self.threshold)
        return ops.where(ops.abs(normals) <= self.threshold, normals, again)


@dataclasses.dataclass(frozen=True)
class Sphere(Law):
    """Directions only: every row has length √size, the radius near which Gaussian rows live."""

    name = "sphere"
    needs = ("normals",)

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        length = ops.sqrt(ops.sum(ops.square(normals), axis=-1, keepdims=True))
        # Half precision may round a short row to nothing.
        return math.sqrt(normals.shape[-1]) * normals / ops.maximum(length, 1e-6)


@dataclasses.dataclass(frozen=True)
class Mixture(Law):
    """Separate spots in the first two coordinates, on a circle; the others are normal.

    Each spot is a round Gaussian, `width` wide. The trap: two spots lie on the first axis, so that
    all the spread between them is the first coordinate's.
    """

    name = "mixture"
    least_size = 2
    modes: int = 8
    width: float = 0.1

    def __post_init__(self) -> None:
        self._keep("modes", checks.count(self.modes, "modes", at_least=2))
        self._keep("width", float(checks.in_range(self.width, "width", above=0, at_most=1)))

    def centres(self) -> np.ndarray:
        """The spots, shape (modes, 2)."""
        angle = 2 * np.pi * np.arange(self.modes) / self.modes
        return self.radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)

    @property
    def radius(self) -> float:
        return math.sqrt(2 * (1 - self.width**2))

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        # The remainder: with many modes the last draw below 1 may round up to one mode too many.
        mode = ops.cast(self.modes * uniforms[:, 0], "int32") % self.modes
        spot = ops.take(ops.cast(self.centres(), normals.dtype), mode, axis=0)
        return ops.concatenate([spot + self.width * normals[:, :2], normals[:, 2:]], axis=-1)


@dataclasses.dataclass(frozen=True)
class Sparse(Law):
    """Normal coordinates of which only a `share` is awake; these are louder, by 1/√share.

    The trap: with a small share and few coordinates many rows sleep altogether, and all of these
    become one and the same fake.
    """

    name = "sparse"
    share: float = 0.1

    def __post_init__(self) -> None:
        self._keep("share", float(checks.in_range(self.share, "share", above=0, at_most=1)))

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        return ops.where(uniforms < self.share, normals / math.sqrt(self.share), 0 * normals)


@dataclasses.dataclass(frozen=True)
class Fixed(Law):
    """A few Gaussian rows, drawn once for all and used again and again: here to fail.

    The trap is the law itself. A generator learns these inputs, and fresh noise is none of them.
    """

    name = "fixed"
    needs = ("uniforms",)
    rows: int = 100

    def __post_init__(self) -> None:
        self._keep("rows", checks.count(self.rows, "rows"))

    def table(self, size: int) -> np.ndarray:
        """The rows, shape (rows, size); more rows begin with the same ones."""
        # They belong to the law and not to a seed: training and sampling must see the same ones.
        return np.random.default_rng([*b"fixed"]).standard_normal((self.rows, size))

    def from_draws(self, normals: Any, uniforms: Any) -> Any:
        row = ops.cast(self.rows * uniforms[:, 0], "int32") % self.rows
        return ops.take(ops.cast(self.table(uniforms.shape[-1]), uniforms.dtype), row, axis=0)


LAWS: dict[str, type[Law]] = {
    kind.name: kind for kind in (Gaussian, Uniform, Truncated, Sphere, Mixture, Sparse, Fixed)
}


def law(given: Law | str | Mapping[str, Any]) -> Law:
    """A law from its name, or from what `config` wrote; a law is returned as it is."""
    if isinstance(given, Law):
        return given
    knobs = dict(given) if isinstance(given, Mapping) else {"name": given}
    kind = LAWS[checks.known(knobs.pop("name", None), "law of the noise", LAWS)]
    names = [field.name for field in dataclasses.fields(kind)]
    for knob in knobs:
        if not names:
            raise ValueError(f"The {kind.name} law has no knobs; got {knob!r}. Leave it out.")
        checks.known(knob, f"knob of the {kind.name} law", names)
    return kind(**knobs)


def _draws(count: int, size: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    # A word, not a number: [seed, 0] would be the stream of `seed` itself, which draws the data.
    normals = np.random.default_rng([checks.seed(seed), *b"normals"])
    uniforms = np.random.default_rng([seed, *b"uniforms"])
    return normals.standard_normal((count, size)), uniforms.random((count, size))
