"""Commands do what their help says, and answer a mistake with a sentence."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganbook import __main__ as command_line
from ganbook import backend, data, monitoring, training
from tests.test_training import assert_same_state, make_gan

ROOT = Path(__file__).parents[1]
MANY = ["--steps", "1000000", "--width", "16"]
SMALL = ["--width", "16", "--batch-size", "32", "--noise-size", "4"]

# Keras's own callbacks read variables in a way that NumPy will give up.
pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore:__array__ implementation"),
]


def call(*arguments):
    return command_line.main([str(argument) for argument in arguments])


@pytest.fixture
def run(tmp_path):
    """A short finished run on the ring."""
    assert call("train", "--data", "ring", "--steps", 50, "--out", tmp_path / "run", *SMALL) == 0
    return tmp_path / "run"


@pytest.fixture
def photos(tmp_path):
    """A folder of four pictures."""
    (tmp_path / "photos").mkdir()
    for index in range(4):
        shade = Image.new("RGB", (20 + index, 16), (60 * index, 0, 255))
        shade.save(tmp_path / "photos" / f"{index}.png")
    return tmp_path / "photos"


class TestTrain:
    @pytest.mark.parametrize(("source", "whole"), [("ring", True), ("digits", False)])
    def test_operations_stay_whole_for_points(self, source, whole, tmp_path, monkeypatch):
        asked = []
        monkeypatch.setattr(backend, "keep_operations_whole", lambda: asked.append(1))
        assert call("train", "--data", source, "--steps", 2, "--out", tmp_path / "run", *SMALL) == 0
        assert bool(asked) is whole
        asked.clear()
        assert call("resume", tmp_path / "run", "--steps", 2) == 0
        assert bool(asked) is whole

    def test_leaves_all_that_is_needed_to_see_and_to_repeat_the_run(self, run, capsys):
        assert {path.name for path in run.iterdir()} >= {
            "checkpoints",
            "command.json",
            "discriminator.json",
            "generator.json",
            "history.csv",
            "run.json",
            "samples",
            "tensorboard",
        }
        assert json.loads((run / "command.json").read_text("utf-8"))["data"] == "ring"
        assert len((run / "history.csv").read_text("utf-8").splitlines()) == 3
        assert training.GAN.load(run).step == 50

    def test_learns_labels_of_images(self, tmp_path):
        out = tmp_path / "digits"
        small = ["--width", 8, "--batch-size", 16, "--noise-size", 4, "--pictures-every", 1]
        arguments = ["--data", "digits", "--steps", 2, "--conditional", "--out", out]
        assert call("train", *arguments, *small) == 0
        assert list((out / "samples").glob("*.png"))
        npy = tmp_path / "seven.npy"
        assert call("sample", out, "--count", 3, "--label", 7, "--out", npy) == 0
        assert np.load(npy, allow_pickle=False).shape == (3, 8, 8, 1)

    def test_reads_a_folder_of_pictures(self, photos, tmp_path):
        small = ["--width", 8, "--batch-size", 4, "--size", 8, "--steps", 1]
        assert call("train", "--data", photos, "--out", tmp_path / "run", *small) == 0

    def test_finds_the_pictures_from_another_place(self, photos, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        small = ["--width", 8, "--batch-size", 4, "--size", 8, "--steps", 1]
        assert call("train", "--data", photos.name, "--out", "run", *small) == 0
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        assert call("resume", "../run", "--steps", 1) == 0
        photos.rename(tmp_path / "moved")
        assert call("sample", "../run", "--out", "made.npy") == 0  # It opens no picture.

    def test_does_not_write_among_the_pictures(self, photos, capsys):
        assert call("train", "--data", photos, "--out", photos / "run") == 2
        assert "would become data" in capsys.readouterr().err
        assert not (photos / "run").exists()

    def test_does_not_touch_a_run_of_the_library(self, tmp_path, capsys):
        make_gan().save(tmp_path)
        assert call("train", "--data", "ring", "--out", tmp_path) == 2
        assert "training.GAN.load" in capsys.readouterr().err
        assert not (tmp_path / "command.json").exists()
        assert call("resume", tmp_path) == 2
        assert "training.GAN.load" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--penalty", 10, "--recipe", "hinge-sn"], "has no penalties"),
            (["--devices", -1], "--devices must be a whole number at least 1"),
        ],
    )
    def test_refuses_in_a_sentence(self, arguments, words, tmp_path, capsys):
        assert call("train", "--data", "ring", "--out", tmp_path / "run", *arguments) == 2
        assert words in capsys.readouterr().err
        assert not (tmp_path / "run").exists()

    def test_does_not_touch_another_run(self, run, capsys):
        assert call("train", "--data", "ring", "--out", run) == 2
        assert "already holds a run" in capsys.readouterr().err

    def test_a_refused_beginning_leaves_the_folder_free(self, tmp_path, capsys):
        arguments = ["train", "--data", "ring", "--out", tmp_path, *SMALL]
        assert call(*arguments, "--steps", 1, "--packing", 3) == 2
        assert "multiple of 3" in capsys.readouterr().err
        assert call(*arguments, "--steps", 1) == 0

    def test_labels_of_data_without_labels_are_refused(self, tmp_path, capsys):
        assert call("train", "--data", "ring", "--conditional", "--out", tmp_path) == 2
        assert "ring has no labels" in capsys.readouterr().err

    def test_a_folder_that_cannot_be_made_is_said(self, tmp_path, capsys):
        (tmp_path / "file").touch()
        assert call("train", "--data", "ring", "--out", tmp_path / "file", *SMALL) == 2
        assert "is a file" in capsys.readouterr().err
        assert call("train", "--data", "ring", "--out", tmp_path / "file" / "run", *SMALL) == 2
        assert "file" in capsys.readouterr().err


class TestResume:
    def test_goes_on_after_an_interrupt_as_if_nothing_had_happened(
        self, tmp_path, monkeypatch, capsys
    ):
        whole, broken = tmp_path / "whole", tmp_path / "broken"
        arguments = ["--data", "ring", "--steps", 100, *SMALL]
        assert call("train", *arguments, "--out", whole) == 0
        with monkeypatch.context() as patch:
            patch.setattr(monitoring.Pace, "on_epoch_end", interrupt_at_step_50)
            with pytest.raises(SystemExit) as left:
                call("train", *arguments, "--out", broken)
        assert left.value.code == 130
        assert "Interrupted and saved after step 50." in capsys.readouterr().out
        assert call("resume", broken) == 0
        assert_same_state(training.GAN.load(whole), training.GAN.load(broken))

    def test_a_run_killed_before_its_first_checkpoint_leaves_the_folder_free(
        self, tmp_path, monkeypatch, capsys
    ):
        out, arguments = tmp_path / "run", ["--data", "ring", "--steps", 25, *SMALL]

        def killed(*_, **__):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(np, "savez", killed)
            assert call("train", *arguments, "--out", out) != 0
        assert not (out / "run.json").exists()
        assert call("train", *arguments, "--out", out) == 0
        assert "Finished: 25 steps" in capsys.readouterr().out

    def test_says_that_a_run_is_finished_and_can_lengthen_it(self, run, capsys):
        assert call("resume", run) == 0
        assert "is finished, after 50 steps" in capsys.readouterr().out
        assert call("resume", run, "--steps", 25) == 0
        assert training.GAN.load(run).step == 75

    def test_finishes_what_was_planned_before_it_takes_more(self, run):
        assert call("resume", run, "--steps", 100) == 0
        (run / "checkpoints" / "step-0000000150.npz").unlink()
        assert call("resume", run, "--steps", 10) == 0
        assert training.GAN.load(run).players.counts() == (150, 160, 160)

    @pytest.mark.parametrize("text", ["", "{", "{}", "null"])
    def test_a_damaged_file_is_named(self, text, run, capsys):
        for name in ("run.json", "command.json"):
            (run / name).write_text(text, "utf-8")
            assert call("resume", run) == 2
            assert f"{name} is damaged" in capsys.readouterr().err

    def test_a_signal_that_was_lost_among_garbage_is_heard_a_little_later(
        self, tmp_path, monkeypatch, capsys
    ):
        def lose(self, epoch, logs=None):
            with contextlib.suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGTERM)

        monkeypatch.setattr(monitoring.Pace, "on_epoch_end", lose)
        with pytest.raises(SystemExit):
            call("train", "--data", "ring", "--steps", 100, "--out", tmp_path, *SMALL)
        assert "Interrupted and saved after step" in capsys.readouterr().out
        assert training.GAN.load(tmp_path).unfinished_steps > 0

    @pytest.mark.long
    @pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
    def test_a_signal_saves(self, name, tmp_path):
        out = tmp_path / "run"
        process = subprocess.Popen(
            [sys.executable, "-m", "ganbook", "train", "--data", "ring", "--out", str(out), *MANY],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ},
        )
        end = time.monotonic() + 200
        # A row below the names of the columns tells that steps were taken.
        while sum(file.read_text().count("\n") for file in out.glob("history.csv")) < 2:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        process.send_signal(getattr(signal, name))
        said, _ = process.communicate(timeout=100)
        assert process.returncode == 130
        assert "Interrupted and saved" in said
        assert training.GAN.load(out).step > 0


def interrupt_at_step_50(self, epoch, logs=None):
    if self.model.step == 50:
        raise KeyboardInterrupt


class TestSample:
    def test_is_on_the_scale_of_the_data(self, run, tmp_path):
        npy = tmp_path / "made" / "points.npy"
        assert call("sample", run, "--count", 200, "--seed", 5, "--out", npy) == 0
        made = np.load(npy, allow_pickle=False)
        scale = float(data.ring(100_000).std())
        expected = scale * training.GAN.load(run).sample(200, seed=5)
        np.testing.assert_allclose(made, expected, rtol=1e-6)

    def test_draws_a_picture(self, run, tmp_path):
        assert call("sample", run, "--out", tmp_path / "points.png") == 0
        with Image.open(tmp_path / "points.png") as drawn:
            assert drawn.size == (480, 480)

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--out", "x.gif"], "must end in .npy or .png"),
            (["--out", "x.npy", "--count", "0"], "count"),
            (["--out", "x.npy", "--label", "1"], "no condition"),
        ],
    )
    def test_refuses_in_a_sentence(self, arguments, words, run, capsys):
        assert call("sample", run, *arguments) == 2
        assert words in capsys.readouterr().err

    def test_asks_for_the_label_of_a_run_that_has_some(self, tmp_path, capsys):
        arguments = ["--data", "digits", "--steps", 1, "--conditional", "--out", tmp_path]
        assert call("train", *arguments, "--width", 8, "--batch-size", 16) == 0
        assert call("sample", tmp_path, "--out", tmp_path / "x.npy") == 2
        assert "pass --label" in capsys.readouterr().err


class TestEvaluate:
    def test_counts_the_modes_of_a_cloud_beside_perfect_samples(self, run, capsys):
        assert call("evaluate", run, "--count", 500) == 0
        said = capsys.readouterr().out
        assert "of 8" in said
        assert "perfect samples: 0.9889" in said

    def test_reports_on_images_with_floors(self, tmp_path, capsys):
        out = tmp_path / "digits"
        small = ["--width", 8, "--batch-size", 16, "--noise-size", 4]
        assert call("train", "--data", "digits", "--steps", 1, "--out", out, *small) == 0
        assert call("evaluate", out, "--count", 100) == 0
        said = capsys.readouterr().out
        assert "Fréchet" in said or "frechet" in said.lower()
        assert "other real samples in the fakes' place" in said
        for option, value in (("--count", -5), ("--seed", -1)):
            assert call("evaluate", out, option, value) == 2
            assert f"{option} must be a whole number" in capsys.readouterr().err

    def test_features_of_points_are_refused(self, run, capsys):
        assert call("evaluate", run, "--features", "pixels") == 2
        assert "the ring is judged by its spots" in capsys.readouterr().err

    def test_images_that_were_moved_are_asked_for_and_found_again(self, photos, tmp_path, capsys):
        out, small = tmp_path / "run", ["--size", 8, "--batch-size", 2, "--width", 4]
        assert call("train", "--data", photos, "--steps", 1, "--out", out, *small) == 0
        photos.rename(tmp_path / "elsewhere")
        for command in ("evaluate", "resume"):
            assert call(command, out) == 2
            assert f"no folder of images at {photos}" in capsys.readouterr().err
        told = json.loads((out / "command.json").read_text("utf-8"))
        told["data"] = str(tmp_path / "elsewhere")
        (out / "command.json").write_text(json.dumps(told), "utf-8")
        assert call("resume", out, "--steps", 1) == 0

    def test_of_nothing_is_said(self, tmp_path, capsys):
        assert call("evaluate", tmp_path) == 2
        assert "holds no run" in capsys.readouterr().err


class TestInfo:
    def test_names_versions_and_devices(self, capsys):
        assert call("info") == 0
        said = capsys.readouterr().out
        assert all(word in said for word in ("ganbook", "keras", "numpy", "devices"))

    def test_a_run_that_does_not_say_its_versions_is_shown_all_the_same(self, run, capsys):
        described = json.loads((run / "run.json").read_text("utf-8"))
        del described["versions"]
        (run / "run.json").write_text(json.dumps(described), "utf-8")
        assert call("info", run) == 0
        assert "50 of 50" in capsys.readouterr().out

    @pytest.mark.parametrize("text", ['{"cut', "", '{"module": "no.such"}'])
    def test_a_damaged_network_is_named(self, text, run, capsys):
        (run / "generator.json").write_text(text, "utf-8")
        assert call("info", run) == 2
        assert "generator.json is damaged" in capsys.readouterr().err

    def test_a_missing_network_is_named(self, run, capsys):
        (run / "generator.json").unlink()
        assert call("info", run) == 2
        assert "is incomplete: there is no generator.json" in capsys.readouterr().err

    def test_says_what_a_run_is(self, run, capsys):
        assert call("info", run) == 0
        said = capsys.readouterr().out
        assert "50 of 50" in said
        assert "relativistic" in said


class TestBench:
    def test_a_missing_card_is_said(self):
        with pytest.raises(SystemExit, match="no graphics card was found"):
            call("bench", "--device", "gpu")

    def test_a_missing_folder_is_said_before_any_work(self, tmp_path, capsys):
        assert call("bench", "--out", tmp_path / "nowhere" / "bench.json") == 2
        assert "there is no such folder" in capsys.readouterr().err

    @pytest.mark.long
    def test_passes_on_this_machine(self, tmp_path, capsys):
        assert call("bench", "--device", "cpu", "--out", tmp_path / "bench.json") == 0
        assert "all passed" in capsys.readouterr().out
        found = json.loads((tmp_path / "bench.json").read_text("utf-8"))
        assert found["resume_is_exact"]["passed"] is True
        assert found["ring_is_learned"]["modes"] == 8
