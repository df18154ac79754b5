"""The first page's picture shows what it says: one distance alone turns noise into data."""

import itertools
import re

import numpy as np
from PIL import Image

from ganbook.plots import COLOURS
from tools import card, hero


def energy(real, fake):
    """The energy distance, from its definition."""

    def mean_distance(x, y):
        return np.mean(np.linalg.norm(x[:, None] - y[None], axis=-1))

    return 2 * mean_distance(real, fake) - mean_distance(real, real) - mean_distance(fake, fake)


class TestSlope:
    def test_is_the_slope_of_the_energy_distance(self, rng):
        real, fake = rng.normal(size=(7, 2)), rng.normal(size=(5, 2))
        nudge, numerical = 1e-6, np.zeros_like(fake)
        for place in np.ndindex(*fake.shape):
            step = np.zeros_like(fake)
            step[place] = nudge
            numerical[place] = energy(real, fake + step) - energy(real, fake - step)
        np.testing.assert_allclose(
            hero.slope(fake, real), numerical / (2 * nudge) * len(fake) / 2, atol=1e-6
        )


class TestPicture:
    def test_each_moment_is_nearer_to_the_data_than_the_one_before(self):
        distances = [energy(real, fake) for real, fake in hero.moments()]
        assert all(later < earlier / 2 for earlier, later in itertools.pairwise(distances))

    def test_the_committed_one_has_every_point_of_every_moment(self):
        paths = re.findall(r'<path stroke="(#\w+)".*? d="(.*?)"', hero.PICTURE.read_text())
        assert [colour for colour, _ in paths] == [COLOURS["real"], COLOURS["fake"]] * 4
        assert all(path.count("M") == hero.COUNT for _, path in paths)

    def test_is_the_one_this_program_draws(self):
        """The first moment to the digit; rounding may move single points in the later ones."""
        assert hero.svg().split("<path")[:3] == hero.PICTURE.read_text().split("<path")[:3]


class TestCard:
    def test_the_committed_one_has_the_size_that_links_are_shown_at(self):
        with Image.open(card.CARD) as picture:
            assert picture.size == (card.WIDTH, card.HEIGHT)
        assert card.CARD.stat().st_size < 100_000
