"""Animated figures without scripts: one PNG that moves, and comes to rest."""

import base64
import io
from collections.abc import Iterable
from typing import Any

import numpy as np
from PIL import Image

from ganbook.notebook.showing import show

# Motion that starts by itself must end within five seconds (WCAG 2.2.2).
LONGEST = 5
LIGHT, HEAVY = 100_000, 300_000
_WIDTH = 256
_DPI = 96


def animation(frames: Iterable[Any], *, alt: str, seconds: float) -> None:
    """Show frames one after another: figures, axes, or arrays of grey or colour values in [0, 1].

    It plays as often as fits into five seconds and rests on the last frame, so let that one tell
    the story. `alt` says in words what moves, for readers who do not see it.
    """
    if not 0 < seconds <= LONGEST:
        raise ValueError(f"seconds must lie in (0, {LONGEST}]; got {seconds}.")
    if not alt.strip():
        raise ValueError("alt is empty; say in words what the animation shows.")
    pictures = [_picture(frame) for frame in frames]
    if len(pictures) < 2 or len({picture.size for picture in pictures}) > 1:
        sizes = [picture.size for picture in pictures]
        raise ValueError(f"an animation needs at least two frames of one size; got {sizes}.")
    png = base64.b64encode(_light_png(pictures, seconds)).decode("ascii")
    show({"image/png": png, "text/plain": f"Animation: {alt}"}, {"image/png": {"alt": alt}})


def _picture(frame: Any) -> Image.Image:
    # Axes know their figure, a figure knows how to save itself, and arrays know neither.
    figure = getattr(frame, "figure", frame)
    return _drawn(figure) if hasattr(figure, "savefig") else _pixels(np.asarray(frame))


def _drawn(figure: Any) -> Image.Image:
    import matplotlib.pyplot as plt

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=_DPI, bbox_inches=None)
    # A figure left open would be shown once more, still, at the end of the cell.
    plt.close(figure)
    return Image.open(buffer).convert("RGBA")


def _pixels(values: np.ndarray) -> Image.Image:
    if values.ndim == 3 and values.shape[-1] == 1:
        values = values[..., 0]
    if values.dtype != np.uint8:
        if not (np.min(values) >= 0 and np.max(values) <= 1):
            raise ValueError(
                f"frames must lie in [0, 1]; got {np.min(values):.3g} to {np.max(values):.3g}."
                " Images in [-1, 1] become such by (images + 1) / 2."
            )
        values = np.round(values * 255).astype(np.uint8)
    picture = Image.fromarray(values).convert("RGBA")
    # Digits of 8 × 8 would be stretched and blurred by the page: enlarge them as squares.
    scale = max(1, _WIDTH // picture.width)
    return picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST)


def _light_png(pictures: list[Image.Image], seconds: float) -> bytes:
    """The animation in as many colours as stay light."""
    for colours in (256, 128, 64, 32, 16):
        png = _encode(_one_palette(pictures, colours), seconds)
        if len(png) <= LIGHT:
            return png
    if len(png) > HEAVY:
        raise ValueError(
            f"the animation weighs {len(png) // 1000} kB, more than {HEAVY // 1000} kB;"
            " use fewer frames, a smaller figure or fewer points."
        )
    return png


def _one_palette(pictures: list[Image.Image], colours: int) -> list[Image.Image]:
    # Colours chosen for all frames together: chosen one by one they would flicker.
    width, height = pictures[0].size
    strip = Image.new("RGBA", (width, height * len(pictures)))
    for index, picture in enumerate(pictures):
        strip.paste(picture, (0, index * height))
    strip = strip.quantize(colours, method=Image.Quantize.FASTOCTREE)
    tops = range(0, strip.height, height)
    return [strip.crop((0, top, width, top + height)) for top in tops]


def _encode(pictures: list[Image.Image], seconds: float) -> bytes:
    buffer = io.BytesIO()
    pictures[0].save(
        buffer,
        format="PNG",
        save_all=True,
        append_images=pictures[1:],
        duration=round(1000 * seconds / len(pictures)),
        loop=int(LONGEST // seconds),
        optimize=True,
    )
    return buffer.getvalue()
