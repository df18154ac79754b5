"""Plots are checked by what they put on the axes: data in, marks out, colours by role."""

import re
from pathlib import Path
from typing import ClassVar

import matplotlib as mpl
import matplotlib.figure
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from ganbook import plots
from ganbook.estimates import Estimate

PACKAGE = Path(plots.__file__).parent
LIGHT, DARK = "#fbfaf6", "#14161d"


@pytest.fixture
def ax():
    with mpl.rc_context({"backend": "agg"}):
        figure = mpl.figure.Figure()
        return figure.subplots()


def contrast(one, other):
    """Ratio of relative luminances, as the accessibility guidelines define it."""

    def luminance(colour):
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)
        ]
        return np.dot(linear, [0.2126, 0.7152, 0.0722])

    high, low = sorted([luminance(one), luminance(other)], reverse=True)
    return (high + 0.05) / (low + 0.05)


class TestColours:
    @pytest.mark.parametrize("role", plots.COLOURS)
    @pytest.mark.parametrize("page", [LIGHT, DARK])
    def test_every_role_reads_on_both_pages(self, role, page):
        assert contrast(plots.COLOURS[role], page) >= 3

    def test_the_page_uses_the_same_values(self):
        sheet = (PACKAGE.parent / "_static" / "ganbook.css").read_text("utf-8")
        for role in ["real", "fake", "third", "fourth", "line"]:
            declared = re.search(rf"--ganbook-{role}:\s*(#[0-9a-f]{{6}})", sheet)
            assert declared, f"the style sheet has no --ganbook-{role}"
            assert declared.group(1) == plots.COLOURS[role]

    def test_the_figure_style_draws_with_them(self):
        style = mpl.rc_params_from_file(PACKAGE / "book.mplstyle", use_default_template=False)
        cycle = [to_hex(entry["color"]) for entry in style["axes.prop_cycle"]]
        assert cycle == [plots.COLOURS[role] for role in ["real", "fake", "third", "fourth"]]
        assert to_hex(style["text.color"]) == plots.COLOURS["text"]


class TestClouds:
    def test_real_and_fake_carry_their_colours_and_names(self, ax, rng):
        real, fake = rng.normal(size=(2, 5, 2))
        plots.clouds(ax, real, fake)
        shown = {drawn.get_label(): to_hex(drawn.get_facecolor()[0]) for drawn in ax.collections}
        assert shown == {"real": plots.COLOURS["real"], "fake": plots.COLOURS["fake"]}

    def test_refuses_in_words_what_cannot_be_drawn(self, ax):
        with pytest.raises(ValueError, match=r"role must be one of .* Did you mean 'real'\?"):
            plots.cloud(ax, np.zeros((3, 2)), role="reel")
        for points in (np.zeros((3, 3)), np.zeros(3)):
            with pytest.raises(ValueError, match=r"two columns, x and y; got shape \(3,"):
                plots.cloud(ax, points)

    def test_points_stand_where_they_are(self, ax, rng):
        points = rng.normal(size=(5, 2))
        plots.cloud(ax, points)
        np.testing.assert_allclose(ax.collections[0].get_offsets(), points)
        assert ax.get_aspect() == 1


class TestImages:
    def test_grey_images_use_the_whole_scale(self, ax):
        plots.image(ax, np.full((8, 8, 1), 0.5), "half")
        shown = ax.images[0]
        assert shown.get_clim() == (-1, 1)
        assert shown.get_array().shape == (8, 8)
        assert ax.get_title() == "half"

    def test_colour_images_are_moved_to_zero_and_one(self, ax):
        plots.image(ax, np.full((4, 4, 3), -1.0))
        np.testing.assert_array_equal(ax.images[0].get_array(), np.zeros((4, 4, 3)))

    def test_titles_may_be_fewer_than_images(self):
        axes = mpl.figure.Figure().subplots(1, 3)
        plots.images(axes, np.zeros((3, 8, 8, 1)), ["first"])
        assert [ax.get_title() for ax in axes] == ["first", "", ""]


class TestGallery:
    ROWS: ClassVar = {"four": np.full((4, 8, 8, 1), 0.5), "two": np.full((2, 8, 8, 1), -1.0)}

    def test_images_stand_in_rows_with_gaps_one_can_see_through(self, ax):
        plots.gallery(ax, self.ROWS)
        shown = ax.images[0].get_array()
        assert shown.shape == (18, 36, 4)
        np.testing.assert_array_equal(shown[:8, 9:17], np.broadcast_to([0.75] * 3 + [1], (8, 8, 4)))
        np.testing.assert_array_equal(shown[9:17, :8], np.broadcast_to([0, 0, 0, 1], (8, 8, 4)))
        assert not shown[8, :, 3].any(), "between rows"
        assert not shown[:, 8, 3].any(), "between images"
        assert not shown[9:, 18:, 3].any(), "nothing where the shorter row has ended"

    def test_each_row_has_its_name_beside_its_middle(self, ax):
        plots.gallery(ax, self.ROWS)
        assert [(t.get_text(), t.get_position()[1]) for t in ax.texts] == [("four", 4), ("two", 13)]
        assert all(t.get_position()[0] < 0 and t.get_ha() == "right" for t in ax.texts)

    def test_colours_are_kept_and_values_beyond_the_scale_clipped(self, ax):
        plots.gallery(ax, {"row": np.array([-3.0, 0.0, 3.0]) * np.ones((1, 28, 28, 3))})
        shown = ax.images[0].get_array()
        assert shown.shape == (31, 31, 4), "larger images stand farther apart"
        np.testing.assert_array_equal(shown[0, 0], [0, 0.5, 1, 1])

    @pytest.mark.parametrize(
        "rows",
        [
            {},
            {"flat": np.zeros((4, 64))},
            {"two channels": np.zeros((4, 8, 8, 2))},
            {"one": np.zeros((4, 8, 8, 1)), "other": np.zeros((4, 9, 8, 1))},
        ],
    )
    def test_rows_of_no_common_size_are_refused(self, ax, rows):
        with pytest.raises(ValueError, match=r"images of one size.*got \{"):
            plots.gallery(ax, rows)


class TestLevel:
    def test_the_line_runs_where_the_value_is_reached(self, ax):
        ticks = np.linspace(-2, 2, 81)
        radius = np.hypot(*np.meshgrid(ticks, ticks))
        plots.level(ax, radius, 1.5, extent=2, role="fake")
        (line,) = ax.collections[0].get_paths()
        np.testing.assert_allclose(np.linalg.norm(line.vertices, axis=1), 1.5, atol=1e-3)


class TestDots:
    def test_the_first_name_stands_on_top(self, ax):
        plots.dots(ax, ["first", "second"], [Estimate(0.1, 0.01), Estimate(0.2, 0.02)])
        labels = dict(
            zip(ax.get_yticks(), [tick.get_text() for tick in ax.get_yticklabels()], strict=True)
        )
        assert labels == {1: "first", 0: "second"}


class TestRidges:
    def test_each_sample_stands_on_its_own_line(self, ax, rng):
        plots.ridges(ax, [rng.normal(size=100), rng.normal(size=200)], [1, 784])
        tops = [max(patch.get_data().values) for patch in ax.patches]
        assert tops == [0.85, 1.85]
        assert [tick.get_text() for tick in ax.get_yticklabels()] == ["1", "784"]


class TestField:
    def test_above_zero_is_real_and_below_is_fake(self, ax):
        plots.field(ax, np.array([[1.0, 0.0], [-2.0, 0.0]]), extent=1)
        shown = ax.images[0]
        colours = shown.cmap(shown.norm([2.0, -2.0]))
        assert [to_hex(colour) for colour in colours] == [
            plots.COLOURS[r] for r in ("real", "fake")
        ]

    def test_zero_leaves_the_page_as_it_is(self, ax):
        plots.field(ax, np.zeros((2, 2)), extent=1)
        shown = ax.images[0]
        assert shown.cmap(shown.norm(0.0))[3] < 0.02

    def test_the_first_row_lies_at_the_bottom(self, ax):
        plots.field(ax, np.eye(2), extent=3)
        assert ax.images[0].origin == "lower"
        assert ax.images[0].get_extent() == [-3, 3, -3, 3]


class TestErrors:
    def test_bars_reach_one_standard_error_to_each_side(self, ax):
        plots.errors(ax, [1, 2], [Estimate(0.5, 0.1), Estimate(0.7, 0.2)], fmt="o")
        ((_, _, (bars,)),) = ax.containers
        ends = [segment[:, 1] for segment in bars.get_segments()]
        np.testing.assert_allclose(ends, [[0.4, 0.6], [0.5, 0.9]])
