"""Draw the first page's picture: noise becomes data, pulled by the energy distance alone.

    python -m tools.hero

The vermilion points start as noise. Each moves down the slope of the energy distance between the
two crowds: towards the real points, away from its fellows. No point has a target of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ganbook.plots import COLOURS

PICTURE = Path(__file__).resolve().parents[1] / "_static" / "hero.svg"
COUNT, RATE = 200, 0.12
MOMENTS = (0, 12, 45, 600)  # noise, spreading, arriving, hard to tell apart
SIDE, REACH = 200, 2.9


def main() -> None:
    """Write the picture; the same one every time."""
    PICTURE.write_text(svg(), encoding="utf-8")


def svg() -> str:
    """All moments side by side; the colours are mid-tones, for light and dark pages alike."""
    panels = [panel(place, *crowds) for place, crowds in enumerate(moments())]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE * len(panels)} {SIDE}"'
        ' fill="none" stroke-linecap="round">'
    )
    return "\n".join([head, *panels, "</svg>", ""])


def moments() -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """The real and the fake points at each moment."""
    rng = np.random.default_rng(3)
    real, fake = ring(rng), rng.normal(scale=0.55, size=(COUNT, 2))
    for step in range(max(MOMENTS) + 1):
        if step in MOMENTS:
            yield real, fake
        fake = fake - RATE * slope(fake, real)


def ring(rng: np.random.Generator) -> np.ndarray:
    """Points near eight places on a circle."""
    angle = np.pi / 4 * rng.integers(8, size=COUNT)
    centres = 2.2 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return centres + 0.11 * rng.normal(size=(COUNT, 2))


def slope(fake: np.ndarray, real: np.ndarray) -> np.ndarray:
    """How fast the energy distance grows as one fake point moves, times half the count of fakes."""
    return _pulls(fake, real) - _pulls(fake, fake)


def _pulls(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    gaps = points[:, None] - others[None]
    lengths = np.linalg.norm(gaps, axis=-1, keepdims=True)
    # A point exerts no pull on itself; the softening keeps close neighbours from jumping apart.
    return np.mean(gaps / np.maximum(lengths, 0.03), axis=1)


def panel(place: int, real: np.ndarray, fake: np.ndarray) -> str:
    """One moment: what there is, and on it what is made of it."""
    left = place * SIDE
    return _dots(real, left, COLOURS["real"], 6.2, 0.7) + _dots(fake, left, COLOURS["fake"], 4, 1)


def _dots(points: np.ndarray, left: float, colour: str, size: float, strength: float) -> str:
    # One path of round strokes of length zero is a tenth of the size of as many circles.
    x = left + SIDE / 2 * (1 + points[:, 0] / REACH)
    y = SIDE / 2 * (1 - points[:, 1] / REACH)
    path = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in zip(x, y, strict=True))
    look = f'stroke="{colour}" stroke-opacity="{strength}" stroke-width="{size:g}"'
    return f'<path {look} d="{path}"/>'


if __name__ == "__main__":
    main()
