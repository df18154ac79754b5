"""What both players minimise, and the scores and samples they are told it from."""

from typing import Any, NamedTuple

from ganbook import backend, checks
from ganbook.backend import ops


class Losses(NamedTuple):
    """What each player minimises: one loss per sample, or one number for a whole batch."""

    discriminator: Any
    generator: Any


def scores(real: Any, fake: Any, *, paired: bool = False) -> tuple[Any, Any]:
    """Raw scores as two rows of numbers in one float type, half precision widened to float32."""
    real, fake = _row(real, "real_scores"), _row(fake, "fake_scores")
    if paired:
        _same_count(real, fake, ("real_scores", "fake_scores"))
    return backend.floats(real, fake)


def samples(real: Any, fake: Any, *, rows: int = 2, paired: bool = False) -> tuple[Any, Any]:
    """Samples, images or features as two matrices of one width, each image a row."""
    if paired:
        _same_shape(real, fake)
    real, fake = checks.pair(_flat(real), _flat(fake), ("real", "fake"), rows=rows)
    if paired:
        _same_count(real, fake, ("real", "fake"))
    return backend.floats(real, fake)


def told(losses: Losses, *given: Any) -> Losses:
    """The losses as tensors if any of `given` is one, else as NumPy."""
    return Losses(*(backend.as_given(loss, *given) for loss in losses))


def _row(values: Any, name: str) -> Any:
    """Scores of shape (n,) or (n, 1) as a row."""
    if len(getattr(values, "shape", ())) != 2:
        return checks.vector(values, name)
    if values.shape[1] != 1:
        raise ValueError(
            f"{name} must hold one raw score a sample, shape (n,) or (n, 1); got shape"
            f" {tuple(values.shape)}. Let the discriminator end in a single number."
        )
    column = checks.matrix(values, name)
    # Of tensors, a slice would cost nine operations with its slope, and this costs two.
    return ops.squeeze(column, 1) if backend.is_tensor(column) else column[:, 0]


def _flat(values: Any) -> Any:
    """Images as rows; whatever is a matrix, or should have been, as it is."""
    shape = getattr(values, "shape", ())
    if len(shape) <= 2 or None in shape[1:] or 0 in shape:
        return values
    reshape = ops.reshape if backend.is_tensor(values) else type(values).reshape
    return reshape(values, (-1, _product(shape[1:])))


def _product(sides: Any) -> int:
    total = 1
    for side in sides:
        total *= int(side)
    return total


def _same_shape(real: Any, fake: Any) -> None:
    """Images of other sides may have as many pixels, and none of them beside its own."""
    shapes = [tuple(getattr(values, "shape", ()))[1:] for values in (real, fake)]
    sides = zip(*shapes, strict=False)
    differ = len(shapes[0]) != len(shapes[1]) or any(a != b for a, b in sides if None not in (a, b))
    if differ and max(map(len, shapes)) > 1 and all(shapes):
        raise ValueError(
            "real and fake are compared in pairs and must have samples of one shape; got"
            f" {shapes[0]} and {shapes[1]}. Reshape the one that is not as it should be."
        )


def _same_count(real: Any, fake: Any, names: tuple[str, str]) -> None:
    counts = real.shape[0], fake.shape[0]
    if None not in counts and counts[0] != counts[1]:
        raise ValueError(
            f"{names[0]} and {names[1]} are compared in pairs and must be equally many; got"
            f" {counts[0]} and {counts[1]}. Draw as many fakes as there are real samples."
        )
