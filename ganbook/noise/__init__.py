"""What a generator is fed: laws of the noise, and ways between two points of it.

A law is one formula, `law.from_draws(normals, uniforms)`, for NumPy's draws here and for those that
a compiled training step makes itself.
"""

from ganbook.noise.laws import (
    LAWS,
    Gaussian,
    Law,
    Mixture,
    Sparse,
    Sphere,
    Truncated,
    Uniform,
    gaussian,
    law,
    mixture,
    sparse,
    sphere,
    truncated,
    uniform,
)
from ganbook.noise.paths import lerp, slerp

__all__ = [
    "LAWS",
    "Gaussian",
    "Law",
    "Mixture",
    "Sparse",
    "Sphere",
    "Truncated",
    "Uniform",
    "gaussian",
    "law",
    "lerp",
    "mixture",
    "slerp",
    "sparse",
    "sphere",
    "truncated",
    "uniform",
]
