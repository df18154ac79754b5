"""What chapters call: lines equal everywhere, checks that bite, images that come to rest."""

import base64
import functools
import io
import itertools
import logging
import random
import sys
import types

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ganbook import backend, notebook
from ganbook.estimates import Estimate
from ganbook.notebook import digits, motion, session, showing


@pytest.fixture(autouse=True)
def chapter(monkeypatch):
    """A session with one band, put back afterwards."""
    bands = {"share": {"book": [0.2, 0.8], "quick": [0.1, 0.9]}}
    for name, value in {"chapter": "05_x", "profile": "book", "bands": bands}.items():
        monkeypatch.setattr(session.session, name, value)


@pytest.fixture
def shown(monkeypatch):
    """What a notebook would receive instead of a terminal."""
    bundles = []
    receive = lambda bundle, metadata=None: bundles.append((bundle, metadata))  # noqa: E731
    monkeypatch.setattr(motion, "show", receive)
    monkeypatch.setattr(showing, "show", receive)
    return bundles


class TestSetup:
    @pytest.fixture(autouse=True)
    def quietly(self, monkeypatch):
        self.deterministic = []
        monkeypatch.setattr(backend, "make_deterministic", lambda: self.deterministic.append(1))
        with matplotlib.rc_context():
            yield

    def test_the_same_seed_gives_the_same_chance_everywhere(self):
        draws = []
        for _ in range(2):
            notebook.setup(7)
            tensor = backend.ops.convert_to_numpy(backend.keras.random.normal((3,)))
            old = np.random.random()  # noqa: NPY002, libraries still draw from it
            draws.append((random.random(), old, *tensor.tolist()))
        assert draws[0] == draws[1]
        notebook.setup(8)
        assert random.random() != draws[0][0]

    def test_operations_are_made_deterministic(self):
        notebook.setup(0)
        assert self.deterministic == [1]

    def test_figures_have_no_ground_of_their_own(self):
        notebook.setup(0)
        assert matplotlib.rcParams["figure.facecolor"] == "none"
        assert matplotlib.rcParams["axes.facecolor"] == "none"

    def test_a_first_run_in_a_new_home_says_nothing_about_fonts(self):
        notebook.setup(0)
        assert not logging.getLogger("matplotlib.font_manager").isEnabledFor(logging.WARNING)

    def test_the_bands_are_those_of_the_chapter(self, monkeypatch, tmp_path):
        self.write_profiles(monkeypatch, tmp_path, "05_x:\n bands: {share: {book: [0, 1]}}\n")
        notebook.setup(0, chapter="05_x")
        assert session.session.bands == {"share": {"book": [0, 1]}}
        assert session.session.profile == "book"

    def test_a_wheel_brings_its_own_bands(self, monkeypatch, tmp_path):
        self.write_profiles(monkeypatch, tmp_path, "05_x: {}\n")
        (tmp_path / "ganbook" / "profiles.yml").write_text("06_y: {}\n")
        notebook.setup(0, chapter="06_y")

    def test_operations_stay_whole_where_networks_are_small(self, monkeypatch, tmp_path):
        asked = []
        monkeypatch.setattr(backend, "keep_operations_whole", lambda: asked.append(1))
        self.write_profiles(monkeypatch, tmp_path, "05_x: {small_networks: true}\n06_y: {}\n")
        notebook.setup(0, chapter="06_y")
        notebook.setup(0)
        assert not asked
        notebook.setup(0, chapter="05_x")
        assert asked

    def test_without_a_chapter_nothing_is_banded(self):
        notebook.setup(0)
        assert session.session.profile == "free"

    def test_an_unknown_profile_is_refused(self):
        with pytest.raises(ValueError, match=r"profile must be one of 'book', .*; got 'fast'"):
            notebook.setup(0, profile="fast")

    def test_an_unknown_chapter_is_refused_with_the_nearest_one(self, monkeypatch, tmp_path):
        self.write_profiles(monkeypatch, tmp_path, "05_euclid: {}\n")
        with pytest.raises(ValueError, match=r"got '05_euklid'\. Did you mean '05_euclid'"):
            notebook.setup(0, chapter="05_euklid")

    def test_a_package_without_profiles_says_what_to_do(self, monkeypatch, tmp_path):
        monkeypatch.setattr(session, "__file__", str(tmp_path / "ganbook/notebook/session.py"))
        with pytest.raises(FileNotFoundError, match="call setup without a chapter"):
            notebook.setup(0, chapter="05_x")

    @staticmethod
    def write_profiles(monkeypatch, root, text):
        for folder in ("chapters", "ganbook/notebook"):
            (root / folder).mkdir(parents=True)
        (root / "chapters" / "profiles.yml").write_text(text)
        monkeypatch.setattr(session, "__file__", str(root / "ganbook/notebook/session.py"))


class TestClaim:
    @pytest.mark.parametrize(
        ("measured", "expected", "tolerance", "line"),
        [
            (5.0, 5, 0, "✓ it: 5"),
            (5, 5.0, 0, "✓ it: 5"),
            (np.float32(0.1), np.float32(0.1), 0, "✓ it: 0.1"),
            (1.7721, np.sqrt(np.pi), 0.005, "✓ it: 1.772 ± 0.005"),
            (1.7721, np.sqrt(np.pi), 0.25, "✓ it: 1.77 ± 0.25"),
            (1230.0, 1234.0, 10, "✓ it: 1230 ± 10"),
            (-1e-9, 0.0, 1e-6, "✓ it: 0 ± 1e-06"),
            (1e-7, -1e-9, 1e-6, "✓ it: 0 ± 1e-06"),
            (1.0001e-9, 1e-9, 1e-12, "✓ it: 1.000e-09 ± 1e-12"),
            (True, True, 0, "✓ it"),
            (np.bool_(False), False, 0, "✓ it: False"),
            (np.array([True, True]), [True, True], 0, "✓ it"),
            ([1.0000001, 2], [1, 2], 1e-6, "✓ it: [1, 2] ± 1e-06"),
            ([8, 5], (8, 5), 0, "✓ it: [8, 5]"),
            (np.ones((2, 3)), np.ones((2, 3)), 1e-6, "✓ it: 2 × 3 values ± 1e-06"),
            (np.arange(9), np.arange(9), 0, "✓ it: 9 values"),
            (1 + 2j, 1 + 2j, 0, "✓ it: (1+2j)"),
            ("ring", "ring", 0, "✓ it: ring"),
            (["a", "b"], ["a", "b"], 0, "✓ it: ['a', 'b']"),
            ({"a": 1}, {"a": 1}, 0, "✓ it: {'a': 1}"),
            (None, None, 0, "✓ it: None"),
            (np.inf, np.inf, 0, "✓ it: inf"),
            (Estimate(0.5, 0.1), 0.5, 0, "✓ it: 0.5"),
        ],
    )
    def test_prints_one_line(self, measured, expected, tolerance, line, capsys):
        notebook.claim("it", measured, expected, tolerance)
        assert capsys.readouterr().out == line + "\n"

    @pytest.mark.parametrize(
        ("measured", "expected", "tolerance"),
        [
            (5.000001, 5, 0),
            (5.2, 5, 0.1),
            (np.nan, np.nan, 0),
            (np.nan, 0, 1e9),
            (0, np.nan, 1e9),
            (np.inf, 5, 1e9),
            (-np.inf, np.inf, 1e9),
            (False, True, 0),
            (1, True, 0),
            (True, 1, 0),
            ([1, 2], [1, 3], 0),
            ([1, np.nan], [1, 2], 9),
            ("ring", "grid", 0),
            ("1", 1, 0),
            (None, 0, 0),
            (2**53 + 1, 2**53, 0),
            (np.uint8(1), np.uint8(2), 0.5),
            (np.float16(2049), 2049, 0),
            (1j, -1j, 1),
        ],
    )
    def test_fails_when_it_does_not_hold(self, measured, expected, tolerance, capsys):
        with pytest.raises(notebook.ClaimFailed):
            notebook.claim("it", measured, expected, tolerance)
        assert capsys.readouterr().out == ""

    def test_the_line_does_not_depend_on_what_was_measured(self, capsys):
        for measured in (0.9, 1.0, 1.1):
            notebook.claim("it", measured, 1.0, 0.2)
            notebook.claim("it", [measured], [1.0], 0.2)
        assert set(capsys.readouterr().out.splitlines()) == {"✓ it: 1 ± 0.2", "✓ it: [1] ± 0.2"}

    def test_tensors_are_compared_like_arrays(self, capsys):
        notebook.claim("it", backend.ops.ones((2,)), np.ones(2))
        assert capsys.readouterr().out == "✓ it: [1, 1]\n"

    @given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(1e-6, 1e3))
    def test_holds_exactly_within_the_tolerance(self, measured, expected, tolerance):
        within = abs(measured - expected) <= tolerance
        if within:
            notebook.claim("it", measured, expected, tolerance)
        else:
            with pytest.raises(notebook.ClaimFailed):
                notebook.claim("it", measured, expected, tolerance)

    def test_both_values_and_the_place_are_in_the_message(self):
        with pytest.raises(notebook.ClaimFailed, match=r"does not hold: it\.\nMeasured 3.0, expec"):
            notebook.claim("it", 3.0, 4.0)
        with pytest.raises(
            notebook.ClaimFailed, match=r"differ by 2 \(at \(0, 1\); 1 entries fail"
        ):
            notebook.claim("it", [[1.0, 2.0]], [[1.0, 4.0]], 0.1)

    def test_a_column_is_not_a_row(self):
        with pytest.raises(
            notebook.ClaimFailed, match=r"shape \(3, 1\), expected has shape \(3,\)"
        ):
            notebook.claim("it", np.ones((3, 1)), np.ones(3))
        with pytest.raises(notebook.ClaimFailed, match=r"shape \(3,\), expected has shape \(\)"):
            notebook.claim("it", np.ones(3), 1)

    @pytest.mark.parametrize("tolerance", [-1, np.nan, np.inf])
    def test_a_tolerance_is_not_negative(self, tolerance):
        with pytest.raises(ValueError, match=r"tolerance must be 0 .* or positive"):
            notebook.claim("it", 1, 1, tolerance)

    @pytest.mark.parametrize("nothing", [[], np.zeros((0, 3)), np.array([], bool)])
    def test_nothing_proves_nothing(self, nothing):
        with pytest.raises(ValueError, match="nothing was measured for the claim 'all are'"):
            notebook.claim("all are", nothing, nothing)

    def test_words_have_no_tolerance(self):
        with pytest.raises(TypeError, match="a tolerance needs numbers on both sides"):
            notebook.claim("it", "ring", "ring", 0.1)


class TestMeasured:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (0.123456789, "0.1235"),
            (np.float32(0.5), "0.5"),
            (np.int64(0) + 0.2, "0.2"),
            (Estimate(0.512345, 0.0123), "0.512 ± 0.012"),
        ],
    )
    def test_prints_the_value_behind_the_sign_and_its_band(self, value, text, capsys):
        if float(value) < 0.2:
            session.session.profile = "quick"
        notebook.measured("share", value)
        assert capsys.readouterr().out.startswith(f"✓ share ≈ {text} (band 0.")

    def test_whole_numbers_stay_whole(self, capsys):
        session.session.profile = "free"
        notebook.measured("modes", 25000)
        assert capsys.readouterr().out == "· modes ≈ 25000\n"

    @pytest.mark.parametrize("value", [0.19999, 0.80001, np.nan, -np.inf, Estimate(0.9, 0.5)])
    def test_leaving_the_band_is_an_error(self, value, capsys):
        with pytest.raises(notebook.OutOfBand, match=r"outside 0.2 to 0.8, .*'book' of 05_x"):
            notebook.measured("share", value)
        assert capsys.readouterr().out == ""

    @pytest.mark.parametrize("value", [0.2, 0.8])
    def test_the_ends_belong_to_the_band(self, value):
        notebook.measured("share", value)

    def test_the_band_is_that_of_the_profile(self):
        session.session.profile = "quick"
        notebook.measured("share", 0.15)
        session.session.profile = "full"
        with pytest.raises(notebook.OutOfBand, match="no band for 'share' in the profile 'full'"):
            notebook.measured("share", 0.5)

    def test_the_error_tells_a_curious_reader_the_way_out(self):
        with pytest.raises(notebook.OutOfBand, match='profile="free"'):
            notebook.measured("share", 2)

    def test_a_free_reader_is_never_stopped(self, capsys):
        session.session.profile = "free"
        notebook.measured("share", 2)
        assert capsys.readouterr().out == "· share ≈ 2\n"

    @pytest.mark.parametrize("value", [[0.5], np.ones((2, 2)), "0.5", None])
    def test_needs_one_number(self, value):
        with pytest.raises(TypeError, match="measured needs one number for 'share'"):
            notebook.measured("share", value)


class TestDigits:
    @given(st.floats(1e-12, 1e12))
    def test_the_last_place_is_that_of_the_printed_uncertainty(self, uncertainty):
        step = 10.0 ** digits.last_place(uncertainty)
        printed = float(f"{uncertainty:.2g}")
        assert round(printed / step) * step == pytest.approx(printed)
        assert printed < 100 * step * (1 + 1e-9)

    @given(st.floats(-1e6, 1e6), st.integers(-9, 3))
    def test_rounding_loses_at_most_half_a_step(self, value, place):
        assert abs(float(digits.to_place(value, place)) - value) <= 0.5000001 * 10.0**place + 1e-9

    def test_zero_has_no_sign(self):
        assert digits.to_place(-0.001, -2) == "0.00"
        assert digits.short(-0.0) == "0"


class TestStoppedBy:
    def test_hands_over_the_error_that_a_program_stops_with(self):
        error = notebook.stopped_by(lambda: {}["key"])
        assert type(error) is KeyError
        assert error.args == ("key",)

    def test_keeps_nothing_of_the_program_alive(self):
        assert notebook.stopped_by(lambda: 1 / 0).__traceback__ is None

    def test_a_program_that_runs_to_its_end_fails_the_page(self):
        with pytest.raises(notebook.ClaimFailed, match="ran to its end"):
            notebook.stopped_by(lambda: None)

    def test_does_not_catch_the_reader_who_interrupts(self):
        def interrupted():
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            notebook.stopped_by(interrupted)


class TestShowSource:
    def test_shows_the_code_that_runs_and_where_it_lies(self, shown):
        notebook.show_source(notebook.claim)
        bundle, _ = shown[0]
        assert bundle["text/plain"].startswith("# ganbook/notebook/claims.py\n\ndef claim(")
        assert bundle["text/markdown"] == f"```python\n{bundle['text/plain']}\n```"

    def test_looks_through_wrappers_and_indentation(self, shown):
        @functools.wraps(notebook.claim)
        def wrapper():
            pass

        class Thing:
            def method(self):
                return "```"

        notebook.show_source(wrapper)
        notebook.show_source(Thing.method)
        assert "def claim" in shown[0][0]["text/plain"]
        assert shown[1][0]["text/plain"] == 'def method(self):\n    return "```"'
        assert shown[1][0]["text/markdown"].startswith("````python\n")

    def test_what_is_not_python_is_refused(self):
        with pytest.raises(
            TypeError, match="needs a function or class written in Python; got <bui"
        ):
            notebook.show_source(len)

    def test_a_terminal_gets_plain_text(self, monkeypatch, capsys):
        monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: None))
        notebook.show_source(notebook.progress)
        assert capsys.readouterr().out.startswith("# ganbook/notebook/showing.py\n\ndef progress")


class TestProgress:
    def test_five_lines_however_often_it_is_called(self, capsys):
        for step in range(1, 1001):
            notebook.progress(step, 1000, loss=1 / step)
        lines = capsys.readouterr().out.splitlines()
        assert lines[0] == "step  200 / 1000 · loss ≈ 0.005"
        assert lines[-1] == "step 1000 / 1000 · loss ≈ 0.001"
        assert len(lines) == 5

    def test_rare_calls_are_all_told_apart(self, capsys):
        for step in (64, 320, 640, 1000):
            notebook.progress(step, 1000)
        assert len(capsys.readouterr().out.splitlines()) == 3

    def test_a_second_training_starts_anew(self, capsys):
        for step in (1, 2, 1, 2):
            notebook.progress(step, 2)
        assert capsys.readouterr().out == "step 1 / 2\nstep 2 / 2\n" * 2

    def test_tensors_are_welcome(self, capsys):
        notebook.progress(1, 1, loss=backend.ops.ones(()))
        assert capsys.readouterr().out == "step 1 / 1 · loss ≈ 1\n"

    @pytest.mark.parametrize("step", [0, 4])
    def test_a_step_outside_the_training_is_refused(self, step):
        with pytest.raises(ValueError, match=f"between 1 and steps=3; got {step}"):
            notebook.progress(step, 3)


class TestAnimation:
    def frames(self, count=6):
        for step in range(count):
            figure, ax = plt.subplots(figsize=(3, 2))
            ax.plot([0, step], [0, 1])
            yield ax if step % 2 else figure

    def animate(self, shown, frames, seconds=2):
        notebook.animation(frames, alt="A line that turns.", seconds=seconds)
        bundle, metadata = shown.pop()
        assert metadata == {"image/png": {"alt": "A line that turns."}}
        assert bundle["text/plain"] == "Animation: A line that turns."
        return base64.b64decode(bundle["image/png"])

    def test_frames_move_and_come_to_rest(self, shown):
        image = Image.open(io.BytesIO(self.animate(shown, self.frames())))
        assert image.n_frames == 6
        assert image.info["loop"] == 2
        passes = image.info["loop"] * image.n_frames * image.info["duration"] / 1000
        assert passes <= motion.LONGEST

    def test_every_frame_shows_its_own_figure(self, shown):
        image = Image.open(io.BytesIO(self.animate(shown, self.frames())))
        pixels = []
        for frame in range(image.n_frames):
            image.seek(frame)
            pixels.append(image.convert("RGBA").tobytes())
        assert all(one != two for one, two in itertools.pairwise(pixels))

    def test_twice_the_same_gives_the_same_bytes(self, shown):
        assert self.animate(shown, self.frames()) == self.animate(shown, self.frames())

    def test_figures_are_closed(self, shown):
        self.animate(shown, self.frames())
        assert plt.get_fignums() == []

    def test_arrays_are_enlarged_as_squares(self, shown):
        arrays = [np.eye(8)[..., None] * grey for grey in (0.5, 1.0)]
        image = Image.open(io.BytesIO(self.animate(shown, arrays)))
        assert image.size == (256, 256)
        assert image.convert("RGBA").getpixel((31, 31))[:3] == (128, 128, 128)
        assert image.convert("RGBA").getpixel((32, 31))[:3] == (0, 0, 0)

    def test_the_ground_stays_transparent(self, shown):
        with matplotlib.rc_context({"figure.facecolor": "none", "axes.facecolor": "none"}):
            image = Image.open(io.BytesIO(self.animate(shown, self.frames())))
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0

    def test_noise_is_made_lighter_by_fewer_colours(self, shown, rng):
        noise = rng.random((20, 64, 64, 3))
        many = motion._encode(motion._one_palette([motion._picture(n) for n in noise], 256), 2)
        assert len(self.animate(shown, noise)) < len(many)

    def test_too_heavy_is_refused(self, rng):
        with pytest.raises(ValueError, match=r"weighs \d+ kB, more than 300 kB; use fewer frames"):
            notebook.animation(rng.random((10, 300, 300)), alt="noise", seconds=2)

    @pytest.mark.parametrize(
        ("frames", "alt", "seconds", "message"),
        [
            (np.zeros((3, 4, 4)), "x", 6, r"seconds must lie in \(0, 5\]; got 6"),
            (np.zeros((3, 4, 4)), "x", 0, r"seconds must lie in \(0, 5\]; got 0"),
            (np.zeros((3, 4, 4)), " ", 1, "alt is empty"),
            (np.zeros((1, 4, 4)), "x", 1, "at least two frames of one size"),
            ([np.zeros((4, 4)), np.zeros((4, 5))], "x", 1, "at least two frames of one size"),
            (np.full((2, 4, 4), -1.0), "x", 1, r"\[0, 1\]; got -1 to -1.*\(images \+ 1\) / 2"),
            (np.full((2, 4, 4), np.nan), "x", 1, r"frames must lie in \[0, 1\]; got nan"),
        ],
    )
    def test_what_cannot_be_shown_is_refused(self, frames, alt, seconds, message):
        with pytest.raises(ValueError, match=message):
            notebook.animation(frames, alt=alt, seconds=seconds)
