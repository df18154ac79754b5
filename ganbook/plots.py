"""Arrays in, axes out. Colours mean roles, and read well on a light and on a dark page."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ganbook import checks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ganbook.estimates import Estimate

# The page's style sheet uses the same values under the same names.
COLOURS = {
    "real": "#1a83c6",
    "fake": "#e0592a",
    "third": "#2f9a6f",
    "fourth": "#9a6fd6",
    "line": "#7f8793",
    "text": "#737b87",
}


def cloud(
    ax: "Axes", points: np.ndarray, *, role: str = "real", label: str | None = None
) -> "Axes":
    """Two-dimensional points in the colour of their role, on axes with equal units."""
    points, colour = np.asarray(points), COLOURS[checks.known(role, "role", COLOURS)]
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(
            f"points must have two columns, x and y; got shape {points.shape}. Choose two of"
            " several, as in points[:, :2]."
        )
    ax.scatter(*points.T, s=6, color=colour, label=label, linewidths=0, alpha=0.7)
    ax.set_aspect("equal")
    return ax


def clouds(ax: "Axes", real: np.ndarray, fake: np.ndarray) -> "Axes":
    """Real and fake samples in the book's two colours."""
    cloud(ax, real, label="real")
    return cloud(ax, fake, role="fake", label="fake")


def image(ax: "Axes", pixels: np.ndarray, title: str = "") -> "Axes":
    """One image with values from -1 (black) to 1 (white); grey or colour; no axes around it."""
    pixels = np.asarray(pixels)
    shown = pixels[..., 0] if pixels.ndim == 3 and pixels.shape[-1] == 1 else (pixels + 1) / 2
    ax.imshow(shown if shown.ndim == 3 else pixels.squeeze(), cmap="gray", vmin=-1, vmax=1)
    ax.set_title(title)
    ax.set_axis_off()
    return ax


def images(axes: Sequence["Axes"], pictures: np.ndarray, titles: Sequence[str] = ()) -> None:
    """One image an axis, in reading order; titles may be fewer than images."""
    titles = [*titles, *[""] * len(pictures)]
    for ax, pixels, title in zip(np.ravel(axes), pictures, titles, strict=False):
        image(ax, pixels, title)


def gallery(ax: "Axes", rows: Mapping[str, np.ndarray]) -> "Axes":
    """Rows of images of one size behind their names, as one picture: an axis each would be slow."""
    found = {name: np.shape(images) for name, images in rows.items()}
    size, *others = {shape[1:] for shape in found.values()} or {()}
    if others or len(size) != 3 or size[2] not in (1, 3):
        raise ValueError(
            "rows must map names to images of one size, of shape (count, height, width, 1 or 3);"
            f" got {found}."
        )
    height, longest = size[0], max(map(len, rows.values()))
    gap = max(1, height // 8)
    lines = []
    for images in rows.values():
        light = (np.clip(images, -1, 1) + 1) / 2
        opaque = np.broadcast_to(light, (*light.shape[:3], 3))
        seen = np.insert(opaque, 3, 1.0, axis=-1)
        missing = longest - len(images)
        lines.append(np.hstack(np.pad(seen, ((0, missing), (0, gap), (0, gap), (0, 0)))))
    ax.imshow(np.vstack(lines))  # Gaps are transparent: they have the colour of the page.
    for row, name in enumerate(rows):
        ax.text(-2 * gap, row * (height + gap) + height / 2, name, ha="right", va="center")
    ax.set_axis_off()
    return ax


def level(ax: "Axes", values: np.ndarray, at: float, *, extent: float, role: str) -> "Axes":
    """The line along which `values`, laid out on a square from -extent to extent, equal `at`."""
    ticks = np.linspace(-extent, extent, len(values))
    ax.contour(ticks, ticks, values, levels=[at], colors=[COLOURS[role]])
    ax.set_aspect("equal")
    return ax


def dots(ax: "Axes", names: Sequence[str], estimates: Sequence["Estimate"]) -> "Axes":
    """An estimate and its standard error for each name, from top to bottom."""
    rows = np.arange(len(names))[::-1]
    values = [estimate.value for estimate in estimates]
    errors = [estimate.standard_error for estimate in estimates]
    ax.errorbar(values, rows, xerr=errors, fmt="o", capsize=3, color=COLOURS["real"])
    ax.set_yticks(rows, names)
    return ax


def ridges(ax: "Axes", samples: Sequence[np.ndarray], names: Sequence[object]) -> "Axes":
    """One histogram a sample, stacked from bottom to top, each scaled to its own height."""
    edges = np.linspace(min(map(np.min, samples)), max(map(np.max, samples)), 81)
    for base, sample in enumerate(samples):
        counts, _ = np.histogram(sample, edges)
        heights = base + 0.85 * counts / counts.max()
        ax.stairs(heights, edges, baseline=base, fill=True, color=COLOURS["real"], alpha=0.7)
    ax.set_yticks(range(len(samples)), names)
    return ax


def field(ax: "Axes", values: np.ndarray, *, extent: float) -> "Axes":
    """Signed values on a square from -extent to extent: real's colour above 0, fake's below."""
    from matplotlib.colors import LinearSegmentedColormap, to_rgba

    # Zero is transparent: it has no colour of its own on either page.
    shades = [to_rgba(COLOURS["fake"], 0.8), (0.5, 0.5, 0.5, 0.0), to_rgba(COLOURS["real"], 0.8)]
    scale = np.abs(values).max() or 1.0
    ax.imshow(
        values,
        cmap=LinearSegmentedColormap.from_list("roles", shades),
        extent=(-extent, extent, -extent, extent),
        origin="lower",
        vmin=-scale,
        vmax=scale,
    )
    ax.grid(visible=False)
    return ax


def errors(
    ax: "Axes", x: Sequence[float], estimates: Sequence["Estimate"], **style: object
) -> "Axes":
    """Estimates over x with their standard errors; `style` is matplotlib's, such as fmt="o-"."""
    values = [estimate.value for estimate in estimates]
    bars = [estimate.standard_error for estimate in estimates]
    ax.errorbar(x, values, yerr=bars, capsize=3, **style)
    return ax
