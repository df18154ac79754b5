"""How many digits a number deserves: those its uncertainty leaves standing."""

import math
from decimal import Decimal

import numpy as np


def last_place(uncertainty: float) -> int:
    """The power of ten of the last digit worth printing: -3 for 0.005, -2 for 0.25."""
    return Decimal(f"{uncertainty:.2g}").normalize().as_tuple().exponent


def to_place(value: float, place: int) -> str:
    """The value rounded to a power of ten; `z` because a rounded zero has no sign."""
    if 0 < abs(value) < 1e-4 and _leading_place(value) >= place:
        return f"{value:.{_leading_place(value) - place}e}"
    return f"{round(float(value), -place):z.{max(0, -place)}f}"


def rounded(value: float, place: int) -> str:
    """The value to that place without the zeros a closed form ends in: `28`, not `28.000000`."""
    text = to_place(value, place)
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def short(value: float) -> str:
    """Four significant digits: enough to see, too few to depend on the processor's mood."""
    return f"{value:z.4g}"


def exact(value: np.generic) -> str:
    """The shortest digits that give the value back in its own precision."""
    text = str(value)
    return text.removesuffix(".0") if "e" not in text else text


def _leading_place(value: float) -> int:
    return math.floor(math.log10(abs(value)))
