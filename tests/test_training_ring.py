"""The same recipe learns the ring on both frameworks, and nothing grows while it does."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest

from ganbook import backend, data, metrics, networks, training
from ganbook.training import RECIPES
from tests.test_training import make_gan

ROOT = Path(__file__).parents[1]
OTHER = {"tensorflow": "jax", "jax": "tensorflow"}[backend.name]
SIGMA = 0.05


def learned_ring(steps=3000):
    """What a short run of the modern recipe makes of a ring with room to hit."""
    points = data.ring(20_000, sigma=SIGMA)
    scale = float(points.std())
    gan = training.GAN(
        networks.mlp_generator(noise_size=8, width=64),
        networks.mlp_discriminator(width=64),
        RECIPES["r3gan"],
    )
    gan.fit(points / scale, steps=steps, batch_size=128)
    return metrics.mode_report(scale * gan.sample(2500, seed=1), data.ring_centres(), sigma=SIGMA)


class TestRing:
    @pytest.mark.long
    def test_is_learned_here(self):
        found = learned_ring()
        assert found.covered == 8
        assert found.reverse_kl < 0.05

    @pytest.mark.long
    def test_is_learned_on_the_other_framework(self):
        pytest.importorskip(OTHER, reason=f"{OTHER} is not installed: nothing was trained on it")
        program = "from tests.test_training_ring import learned_ring as ring; print(ring().covered)"
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "KERAS_BACKEND": OTHER},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.stdout.splitlines()[-1:] == ["8"], done.stdout + done.stderr


class TestOtherFramework:
    @pytest.mark.slow
    def test_passes_the_tests_of_the_loop(self):
        pytest.importorskip(OTHER, reason=f"{OTHER} is not installed: nothing was checked on it")
        files = ["tests/test_training.py", "tests/test_training_resume.py", "tests/test_losses.py"]
        options = ["-q", "-p", "no:cacheprovider", "-m", "not slow and not long"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *files],
            cwd=ROOT,
            env={**os.environ, "KERAS_BACKEND": OTHER},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-5000:]


class TestMemory:
    @pytest.mark.long
    def test_does_not_grow_with_the_steps(self):
        gan, points = make_gan("r3gan"), data.ring(2000)
        gan.fit(points, steps=2000, batch_size=32, report_every=20)
        before = psutil.Process().memory_info().rss
        gan.fit(points, steps=20_000, batch_size=32, report_every=20)
        grown = psutil.Process().memory_info().rss - before
        assert grown < 30 * 2**20, f"{grown / 2**20:.0f} MiB more after 20,000 steps"
        assert np.isfinite(gan.sample(10)).all()
