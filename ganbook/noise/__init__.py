"""What a generator is fed: laws of the noise, ways between two points of it, and the way back.

A law is one formula, `law.from_draws(normals, uniforms)`, for NumPy's draws here and for those that
a compiled training step makes itself.
"""

from ganbook.noise.inversion import Inversion, invert
from ganbook.noise.laws import (
    LAWS,
    Fixed,
    Gaussian,
    Law,
    Mixture,
    Sparse,
    Sphere,
    Truncated,
    Uniform,
    law,
)
from ganbook.noise.paths import lerp, slerp
from ganbook.noise.sampling import fixed, gaussian, mixture, sparse, sphere, truncated, uniform

__all__ = [
    "LAWS",
    "Fixed",
    "Gaussian",
    "Inversion",
    "Law",
    "Mixture",
    "Sparse",
    "Sphere",
    "Truncated",
    "Uniform",
    "fixed",
    "gaussian",
    "invert",
    "law",
    "lerp",
    "mixture",
    "slerp",
    "sparse",
    "sphere",
    "truncated",
    "uniform",
]
