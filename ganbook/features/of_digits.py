"""Digits of 8 x 8 pixels, as the small network that ships with the package sees them."""

from typing import Any

from ganbook import backend
from ganbook.backend import ops
from ganbook.features import classifier, inputs

BATCH = 512  # Images at a time: about 30 MiB of what the layers hold between them.


def digits(images: Any) -> Any:
    """64 features of each digit (n, 8, 8, 1) in [-1, 1]: the classifier's last layer but one.

    Tensors may be differentiated through, arrays go in batches. The trap: it was trained on the
    digits' "train" split. Of what is no digit it makes features, too, and they mean nothing.
    """
    return _seen(classifier.features, images)


def digit_probabilities(images: Any) -> Any:
    """How likely each digit (n, 8, 8, 1) shows a 0, a 1, … a 9: rows that sum to 1.

    Of the held-out digits, `data.load("digits", "test")`, the likeliest is right for 99.2 %. The
    trap: it knows no answer but these ten, and may be sure of noise.
    """

    def probabilities(weights: classifier.Weights, some: Any) -> Any:
        return ops.softmax(classifier.scores(weights, some))

    return _seen(probabilities, images)


def _seen(layer: Any, images: Any) -> Any:
    values = inputs.images(images, (8, 8), (1,))
    weights = classifier.shipped(backend.keras.backend.standardize_dtype(values.dtype))
    return inputs.in_batches(lambda some: layer(weights, some), values, BATCH)
