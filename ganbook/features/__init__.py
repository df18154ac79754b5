"""What a trained network sees in images: vectors in which distance means more than in pixels.

The digits' network ships with the package and was trained by `python -m ganbook.features.training`;
the one for photographs, InceptionV3, is downloaded by Keras at its first use.
"""

from ganbook.features.of_digits import digit_probabilities, digits
from ganbook.features.of_photographs import inception, inception_network

__all__ = ["digit_probabilities", "digits", "inception", "inception_network"]
