"""Write the generator of chapter 12 for its page: the weights, and the digits it learned from.

    python -m tools.explorer

There is one recipe, the chapter's: its own cells are run, up to the one that trains. The page gets
the averaged generator, which is the one that the chapter shows, and the tests get what Keras makes
of some noise with it.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import matplotlib
import nbformat
import numpy as np
from PIL import Image

from ganbook import data, distances, noise
from tools.explorer_text import as_levels, as_weights, read_weights

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = ROOT / "chapters" / "12_a_modern_gan.ipynb"
FOLDER = ROOT / "_static" / "explorer"
STORED, STILL = FOLDER / "generator.json", FOLDER / "still.png"
REFERENCE = ROOT / "tests" / "explorer" / "reference.json"
TRAINS = "gan.fit("
CLOSE = 1e-4  # how near the page's pictures are to those of Keras
LARGEST = 300_000  # bytes


def main() -> None:
    """Train, and write the files; a minute or so."""
    matplotlib.use("agg")
    found = run_chapter(train=True)
    generator, train = found["gan"].averaged(), found["train"]
    stored = {"plan": plan(found), **network(generator), **learned(train)}
    text = json.dumps(stored) + "\n"
    if len(text) > LARGEST:
        raise SystemExit(f"the file has {len(text):,} bytes, and may have {LARGEST:,}")
    check(generator, stored)
    STORED.write_text(text, encoding="utf-8")
    REFERENCE.write_text(json.dumps(reference(generator)) + "\n", encoding="utf-8")
    write_still(generator)


def run_chapter(*, train: bool) -> dict[str, Any]:
    """The names that the chapter's cells define, up to the cell that trains or with it."""
    notebook = nbformat.read(CHAPTER, as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"][1:]
    last = next(number for number, source in enumerate(cells) if TRAINS in source)
    found: dict[str, Any] = {}
    for number, source in enumerate(cells[: last + train]):
        exec(compile(source, f"code cell {number + 2}", "exec"), found)
    for value in found.values():
        if isinstance(value, tempfile.TemporaryDirectory):
            value.cleanup()  # the run is over; nobody reads its checkpoints
    return found


def plan(found: dict[str, Any]) -> str:
    """All that decides what comes out of the training, in words that change with it."""
    names = ("dataset", "seed", "steps", "batch_size")
    sizes = [
        player.count_params() for player in (found["gan"].generator, found["gan"].discriminator)
    ]
    return repr(([(name, found[name]) for name in names], sizes, found["gan"].recipe))


def network(generator: Any) -> dict[str, Any]:
    """Sizes and weights of a dense generator, layer by layer, the kernel before the offset."""
    weights = [np.asarray(values) for values in generator.get_weights()]
    kernels = weights[::2]
    texts, scales = zip(*map(as_weights, weights), strict=True)
    counts = [values.size for values in weights]
    blocks = [{"count": n, "scales": units} for n, units in zip(counts, scales, strict=True)]
    sizes = [kernels[0].shape[0], *(kernel.shape[1] for kernel in kernels)]
    labels = sizes[0] - noise_size(generator)
    return {"sizes": sizes, "labels": labels, "blocks": blocks, "weights": "".join(texts)}


def learned(train: Any) -> dict[str, Any]:
    """The training pictures, and how near real pictures that were held out come to them."""
    pictures, held_out = (flat(part.images) for part in (train, data.load("digits", "test")))
    nearest = distances.nearest(held_out, pictures).distances[:, 0]
    middle_half = [round(float(value), 3) for value in np.quantile(nearest, [0.25, 0.75])]
    answers = "".join(map(str, train.labels))
    return {"pictures": as_levels(pictures), "answers": answers, "honest": middle_half}


def check(generator: Any, stored: dict[str, Any]) -> None:
    """Refuse weights whose rounding can be seen: thousands of pictures, with and without it."""
    latents, labels = questions(2000, generator)
    exact = drawn(generator, latents, labels)
    rounded = read_weights(stored["weights"], stored["blocks"])
    kept = generator.get_weights()
    shapes = [values.shape for values in kept]
    generator.set_weights([v.reshape(s) for v, s in zip(rounded, shapes, strict=True)])
    worst = np.abs(drawn(generator, latents, labels) - exact).max()
    generator.set_weights(kept)
    print(f"rounding moves a pixel by at most {worst:.1e}")
    if worst > CLOSE:
        raise SystemExit(f"that is more than {CLOSE}; give each weight another letter")


def reference(generator: Any) -> dict[str, list]:
    """What Keras draws, for the page's own arithmetic to be held to."""
    latents, labels = questions(40, generator)
    latents = np.round(latents * 64) / 64  # both programs start from the same numbers
    pictures = drawn(generator, latents, labels)
    return {
        "latents": latents.ravel().tolist(),
        "labels": labels.tolist(),
        "pictures": [float(f"{value:.7g}") for value in pictures.ravel()],
    }


def questions(count: int, generator: Any) -> tuple[np.ndarray, np.ndarray]:
    """Noise, and each label in turn."""
    return noise.gaussian(count, noise_size(generator), seed=0), np.arange(count) % 10


def drawn(generator: Any, latents: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Pictures as rows of pixels."""
    made = generator([latents.astype("float32"), labels], training=False)
    return flat(np.asarray(made))


def write_still(generator: Any, rows: int = 3, side: int = 24) -> None:
    """For paper and pages without scripts: ten digits in each of a few hands, and what is shown."""
    latents = np.repeat(noise.gaussian(rows, noise_size(generator), seed=1), 10, axis=0)
    pictures = drawn(generator, latents, np.arange(10 * rows) % 10).reshape(rows, 10, 8, 8)
    framed = np.pad(pictures, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=-1)
    sheet = framed.swapaxes(1, 2).reshape(rows * 10, 100)
    ink = np.round(255 * (sheet + 1) / 2).astype("uint8").repeat(side // 3, 0).repeat(side // 3, 1)
    grey = np.full((*ink.shape, 3), 127, dtype="uint8")  # a mid-tone, for light and dark pages
    Image.fromarray(np.dstack([grey, ink])).save(STILL, optimize=True)


def noise_size(generator: Any) -> int:
    """How many numbers stand behind each picture."""
    return generator.inputs[0].shape[-1]


def flat(images: np.ndarray) -> np.ndarray:
    """Pictures as rows."""
    return images.reshape(len(images), -1)


if __name__ == "__main__":
    main()
