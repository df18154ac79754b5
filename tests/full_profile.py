"""What the test of the full profile runs in a process of its own: `python full_profile.py FOLDER`.

With a second word, the name of another data set that the chapter may be asked for, on that.

The chapter's cells, with the parameters of the profile *full*, on pictures in the file format of
the download, in half precision and on two logical devices. Three things are replaced, since they
need a network or graphics cards: the download, the Inception network, the choice of cards.
"""

import json
import sys
from pathlib import Path

import matplotlib
import nbformat
import numpy as np
import tensorflow as tf
import yaml
from scipy.ndimage import zoom
from sklearn.datasets import load_digits

from ganbook import (
    backend,  # First, so that the framework is imported in silence.
    features,
)
from ganbook.backend import keras

CHAPTERS = Path(__file__).parents[1] / "chapters"
NAME = "12_a_modern_gan"
# As few as make every line run; all else is the profile's.
SMALL = {"steps": 40, "batch_size": 32, "epochs": 1, "few_steps": 3, "repeats": 2}
SMALL |= {"search_steps": 3, "devices": 2, "profile": "free"}


def enlarged(times):
    """The digits as bytes, each side so many times as long, and their labels."""
    digits = load_digits()
    pictures = np.clip(zoom(digits.images * (255 / 16), (1, times, times), order=1), 0, 255)
    return pictures.astype("uint8"), digits.target.astype("uint8")


def substitute(folder, dataset):
    """The digits in the place of what Keras would download."""
    if dataset != "mnist":
        return colourful(dataset)
    pictures, labels = enlarged(3.5)
    parts = {"x_train": pictures[:1400], "y_train": labels[:1400]}
    path = folder / "mnist.npz"
    np.savez(path, **parts, x_test=pictures[1400:], y_test=labels[1400:])
    loader = keras.datasets.mnist.load_data
    loader.__globals__["get_file"] = lambda *_, **__: str(path)


def colourful(dataset):
    """As Keras gives them: of CIFAR-10 in three channels, with a column of labels."""
    of_colours = dataset == "cifar10"
    pictures, labels = enlarged(4 if of_colours else 3.5)
    if of_colours:
        shades = [pictures, pictures // 2, 255 - pictures]
        pictures, labels = np.stack(shades, axis=-1), labels[:, None]
    halves = (pictures[:1400], labels[:1400]), (pictures[1400:], labels[1400:])
    getattr(keras.datasets, dataset).load_data = lambda: halves


def two_devices():
    """Two parts of one processor in the place of two graphics cards."""
    processor = tf.config.list_physical_devices("CPU")[0]
    two = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(processor, two)
    backend.several_devices = lambda count: tf.distribute.MirroredStrategy(
        [f"CPU:{index}" for index in range(count)]
    )


def run(overrides):
    """All cells after the setup cell and before the exercises, in one namespace."""
    notebook = nbformat.read(CHAPTERS / f"{NAME}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"][1:]
    cells = [cell for cell in cells if "exercises.check(" not in cell.source]
    found = {}
    for number, cell in enumerate(cells):
        exec(compile(cell.source, f"code cell {number + 2}", "exec"), found)
        if "parameters" in cell.metadata.get("tags", []):
            assert set(overrides) <= set(found), "an override names no parameter"
            found |= overrides
    return found


def main(folder, dataset="mnist"):
    """Run it, and say what came out."""
    matplotlib.use("agg")
    substitute(folder, dataset)
    two_devices()
    features.inception = lambda images: np.asarray(images)[:, ::4, ::4, 0].reshape(len(images), -1)
    full = yaml.safe_load((CHAPTERS / "profiles.yml").read_text("utf-8"))[NAME]["full"]
    found = run({**full, **SMALL, "dataset": dataset})
    gan = found["gan"]
    kinds = {type(layer).__name__ for layer in gan.generator.layers}
    facts = {
        "shape": list(found["shape"]),
        "replicas": gan.replicas,
        "precision": gan.recipe.precision,
        "hidden": gan.generator.layers[3].compute_dtype,
        "weights": gan.generator.layers[3].variable_dtype,
        "convolutions": "Conv2DTranspose" in kinds,
        "resumed": found["resumed"].step,
        "report": {name: row.value.value for name, row in found["ours"].rows.items()},
        "scores": found["scores"].shape,
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
