"""One picture of many samples: a grid of images, or a cloud of points."""

from pathlib import Path
from typing import Any

import numpy as np

from ganbook import checks, plots

CELL = 64  # pixels along the longer side of an image, at least


def picture(samples: np.ndarray, path: str | Path, *, real: np.ndarray | None = None) -> None:
    """Write samples as a PNG: images side by side, points over the `real` ones if given."""
    samples = np.asarray(checks.finite(samples, "samples"))
    if len(samples.shape) > 0 and len(samples) == 0:
        raise ValueError(f"there is nothing to draw: samples has shape {samples.shape}.")
    if samples.ndim == 4:
        _grid(samples).save(path)
    elif samples.ndim == 2 and samples.shape[1] == 2:
        _cloud(samples, path, real)
    else:
        raise ValueError(
            "samples must be images (count, height, width, channels) or points (count, 2);"
            f" got shape {samples.shape}. Others can be saved with numpy.save."
        )


def _grid(samples: np.ndarray) -> Any:
    from PIL import Image

    count, height, width, channels = samples.shape
    if channels not in (1, 3):
        raise ValueError(f"images must have 1 or 3 channels to be drawn; got {channels}.")
    if samples.dtype.kind != "f":
        raise ValueError(
            f"images to be drawn must lie in [-1, 1], in floating point; got {samples.dtype}. Scale"
            " whole numbers first: x / 127.5 - 1."
        )
    columns = int(np.ceil(np.sqrt(count)))
    rows = -(-count // columns)
    sheet = np.full((rows * columns, height, width, channels), -1.0, samples.dtype)
    sheet[:count] = samples
    sheet = sheet.reshape(rows, columns, height, width, channels).swapaxes(1, 2)
    sheet = sheet.reshape(rows * height, columns * width, channels)
    levels = np.rint(np.clip((sheet + 1) * 127.5, 0, 255)).astype("uint8")
    drawn = Image.fromarray(levels[..., 0] if channels == 1 else levels)
    larger = max(1, CELL // max(height, width))  # Whole multiples keep small pixels square.
    return drawn.resize((drawn.width * larger, drawn.height * larger), Image.Resampling.NEAREST)


def _cloud(samples: np.ndarray, path: str | Path, real: np.ndarray | None) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4, 4), dpi=120, layout="constrained")
    ax = figure.add_subplot()
    if real is not None:
        plots.cloud(ax, real, label="real")
        extent = 1.3 * np.abs(real).max()
        ax.set(xlim=(-extent, extent), ylim=(-extent, extent))
    plots.cloud(ax, samples, role="fake", label="fake")
    figure.savefig(path, format="png")
