"""Nothing is lost: interrupted, killed, cut short, out of room, or no longer a number."""

import dataclasses
import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from ganbook import backend, data, networks, noise, training
from ganbook.backend import keras, ops
from ganbook.training import RECIPES, Optimizer, Recipe, adam, checkpoints
from ganbook.training.driving import Driver
from tests.test_training import assert_same_state, make_gan, values

pytestmark = pytest.mark.long  # Networks are built and compiled by the dozen.

ROOT = Path(__file__).parents[1]


class Interrupt(keras.callbacks.Callback):
    """Ctrl-C at the end of an epoch."""

    def __init__(self, epoch):
        super().__init__()
        self.wanted = epoch

    def on_epoch_end(self, epoch, logs=None):
        if epoch == self.wanted:
            raise KeyboardInterrupt


@pytest.fixture
def ring():
    return data.ring(300, sigma=0.05, seed=3)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in Path(folder).rglob("*"))


class TestResume:
    @pytest.mark.parametrize("recipe", ["r3gan", "wgan-gp"])
    def test_an_interrupted_run_ends_as_if_nothing_had_happened(self, recipe, ring, tmp_path):
        whole = make_gan(recipe)
        whole.fit(ring, steps=12, batch_size=32, report_every=3)
        broken = make_gan(recipe)
        with pytest.raises(KeyboardInterrupt):
            broken.fit(
                ring,
                steps=12,
                batch_size=32,
                report_every=3,
                folder=tmp_path,
                callbacks=[Interrupt(1)],
            )
        resumed = training.GAN.load(tmp_path)
        assert (resumed.step, resumed.unfinished_steps) == (6, 6)
        resumed.fit(ring)
        assert_same_state(whole, resumed)

    def test_a_finished_run_can_be_lengthened_after_loading(self, ring, tmp_path):
        whole, first = make_gan(), make_gan()
        for gan in (whole, first):
            gan.fit(ring, steps=4, batch_size=32)
        first.save(tmp_path)
        second = training.GAN.load(tmp_path)
        for gan in (whole, second):
            gan.fit(ring, steps=5, batch_size=64)
        assert_same_state(whole, second)

    def test_how_a_run_is_cut_into_calls_does_not_matter(self, ring):
        one, many = make_gan("r3gan"), make_gan("r3gan")
        one.fit(ring, steps=10, batch_size=32, report_every=10)
        many.fit(ring, steps=10, batch_size=32, report_every=1)
        assert_same_state(one, many)

    def test_a_rate_that_a_callback_changed_is_saved_for_both_players(self, ring, tmp_path):
        def cut(epoch, logs):
            if epoch == 1:
                watched.optimizer.learning_rate = 1e-5

        plan = {"steps": 12, "batch_size": 32, "report_every": 3}
        for name, more in (("whole", []), ("broken", [StopAfter(2)])):
            watched = make_gan()
            callbacks = [keras.callbacks.LambdaCallback(on_epoch_end=cut), *more]
            watched.fit(ring, folder=tmp_path / name, callbacks=callbacks, **plan)
        resumed = training.GAN.load(tmp_path / "broken")
        resumed.fit(ring)
        assert_same_state(training.GAN.load(tmp_path / "whole"), resumed)

    def test_a_fused_run_is_resumed_fused(self, ring, tmp_path):
        pair = networks.mlp_generator(width=8), networks.mlp_discriminator(width=8)
        gan = training.GAN(*pair, RECIPES["r3gan"], fused=True)
        gan.save(tmp_path)
        assert training.GAN.load(tmp_path).fused is True
        stored = json.loads((tmp_path / "run.json").read_text("utf-8"))
        del stored["fused"]  # As in folders of before.
        (tmp_path / "run.json").write_text(json.dumps(stored), "utf-8")
        assert training.GAN.load(tmp_path).fused is not backend.on_processor()

    def test_labels_and_layers_with_a_state_are_resumed_too(self, ring, tmp_path):
        labels = np.arange(len(ring)) % 3
        recipe = dataclasses.replace(RECIPES["hinge-sn"], average_half_life=100.0)
        whole, broken = make_gan(recipe, labels=3), make_gan(recipe, labels=3)
        whole.fit((ring, labels), steps=6, batch_size=32, report_every=2)
        with pytest.raises(KeyboardInterrupt):
            broken.fit(
                (ring, labels),
                steps=6,
                batch_size=32,
                report_every=2,
                folder=tmp_path,
                callbacks=[Interrupt(1)],
            )
        resumed = training.GAN.load(tmp_path)
        resumed.fit((ring, labels))
        assert_same_state(whole, resumed)
        assert_array_equal(whole.sample(4, condition=1), resumed.sample(4, condition=1))

    def test_a_second_interrupt_while_the_first_goes_back_saves_no_half_of_a_step(
        self, ring, tmp_path, monkeypatch
    ):
        whole, broken = make_gan(), make_gan()
        whole.fit(ring, steps=6, batch_size=32, report_every=3)
        run, assign, calls, second = Driver._run, keras.Variable.assign, [], []

        def interrupted_after(self, *given, **more):
            found = run(self, *given, **more)
            calls.append(found)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return found

        def interrupted_within(self, value):
            if len(calls) == 3 and self is broken.generator.weights[2] and not second:
                second.append(self.path)
                raise KeyboardInterrupt
            return assign(self, value)

        with monkeypatch.context() as patch:
            patch.setattr(Driver, "_run", interrupted_after)
            patch.setattr(keras.Variable, "assign", interrupted_within)
            with pytest.raises(KeyboardInterrupt):
                broken.fit(ring, steps=6, batch_size=32, report_every=3, folder=tmp_path)
        assert second
        resumed = training.GAN.load(tmp_path)
        resumed.fit(ring)
        assert_same_state(whole, resumed)

    def test_an_older_step_can_be_chosen(self, ring, tmp_path):
        gan = make_gan()
        gan.fit(ring, steps=6, batch_size=32, report_every=2, folder=tmp_path)
        assert training.GAN.load(tmp_path, step=4).step == 4
        with pytest.raises(ValueError, match="no checkpoint of step 3; there are 4, 6"):
            training.GAN.load(tmp_path, step=3)

    def test_other_data_are_refused(self, ring, tmp_path):
        gan = make_gan()
        with pytest.raises(KeyboardInterrupt):
            gan.fit(
                ring,
                steps=4,
                batch_size=32,
                report_every=2,
                folder=tmp_path,
                callbacks=[Interrupt(0)],
            )
        with pytest.raises(ValueError, match="not the samples that the interrupted run"):
            training.GAN.load(tmp_path).fit(ring[::-1])
        with pytest.raises(ValueError, match="used batches of 32; got 16"):
            training.GAN.load(tmp_path).fit(ring, batch_size=16)

    def test_a_stream_goes_on_at_its_batch(self, ring, tmp_path):
        batches = [ring[start : start + 32] for start in range(0, 300, 32)]  # the last is short
        whole, broken = make_gan(), make_gan()
        whole.fit(batches, steps=21, report_every=7)
        with pytest.raises(KeyboardInterrupt):
            broken.fit(batches, steps=21, report_every=7, folder=tmp_path, callbacks=[Interrupt(1)])
        resumed = training.GAN.load(tmp_path)
        resumed.fit(batches)
        assert_same_state(whole, resumed)

    def test_a_stream_after_other_batches_is_not_started_anew_at_each_call(self, ring):
        class Counted:
            starts = 0

            def __iter__(self):
                Counted.starts += 1
                return iter([ring[start : start + 32] for start in range(0, 288, 32)])

        gan = make_gan()
        gan.fit(ring, steps=1, batch_size=48)
        gan.fit(Counted(), steps=7, report_every=1)
        assert Counted.starts == 2  # Once to look at the first batch, once to read.

    @pytest.mark.parametrize("refused", [{"steps": 0}, {"folder": "taken", "steps": 3}])
    def test_a_call_that_is_refused_leaves_the_plan_as_it_was(
        self, refused, ring, tmp_path, monkeypatch
    ):
        monkeypatch.chdir(tmp_path)
        make_gan("r3gan", seed=1).save("taken")
        gan = make_gan("r3gan")
        gan.fit(ring, steps=6, batch_size=32, report_every=2, callbacks=[StopAfter(1)])
        before = values(gan), dict(vars(gan.progress))
        with pytest.raises(ValueError, match=r"steps must be|already holds"):
            gan.fit(ring, batch_size=16, **refused)
        assert vars(gan.progress) == before[1]
        for name, value in values(gan).items():
            assert_array_equal(value, before[0][name])


class TestFolder:
    def test_says_all_that_is_needed_to_repeat_the_run(self, ring, tmp_path):
        make_gan("r3gan", seed=7).fit(ring, steps=2, batch_size=32, folder=tmp_path / "run")
        stored = json.loads((tmp_path / "run" / "run.json").read_text("utf-8"))
        assert Recipe.from_json(stored["recipe"]) == RECIPES["r3gan"]
        assert stored["seed"] == 7
        assert {"ganbook", "keras", "numpy", "python"} <= set(stored["versions"])

    def test_holds_no_pickle_and_keeps_two_checkpoints(self, ring, tmp_path):
        make_gan().fit(ring, steps=6, batch_size=32, report_every=1, folder=tmp_path)
        assert files(tmp_path) == [
            "checkpoints",
            "checkpoints/step-0000000005.npz",
            "checkpoints/step-0000000006.npz",
            "discriminator.json",
            "generator.json",
            "run.json",
        ]
        with np.load(
            tmp_path / "checkpoints" / "step-0000000006.npz", allow_pickle=False
        ) as stored:
            assert all(stored[name].dtype != object for name in stored.files)

    def test_of_another_run_is_not_overwritten(self, ring, tmp_path):
        make_gan().fit(ring, steps=2, batch_size=32, folder=tmp_path)
        with pytest.raises(ValueError, match="already holds a run of 2 steps"):
            make_gan().fit(ring, steps=2, batch_size=32, folder=tmp_path)
        with pytest.raises(ValueError, match="differs from the one this run was trained with"):
            make_gan("minimax").fit(ring, steps=2, batch_size=32, folder=tmp_path)

    def test_of_later_steps_or_another_run_is_not_saved_into(self, ring, tmp_path):
        make_gan().fit(ring, steps=6, batch_size=32, report_every=2, folder=tmp_path)
        before = files(tmp_path)
        older = training.GAN.load(tmp_path, step=4)
        older.fit(ring, steps=1, batch_size=32)
        with pytest.raises(ValueError, match=r"this one stands at step 5 .* delete the later ones"):
            older.save(tmp_path)
        with pytest.raises(ValueError, match="already holds a run of 6 steps"):
            make_gan(seed=4).save(tmp_path)
        assert files(tmp_path) == before
        (tmp_path / "checkpoints" / "step-0000000006.npz").unlink()
        older.save(tmp_path)
        assert training.GAN.load(tmp_path).step == 5

    def test_of_other_networks_is_not_saved_into(self, ring, tmp_path):
        make_gan().fit(ring, steps=2, batch_size=32, folder=tmp_path)
        wide = networks.mlp_generator(noise_size=4, width=17, depth=2)
        other = training.GAN(wide, make_gan().discriminator, RECIPES["non-saturating"])
        with pytest.raises(ValueError, match="run of 2 steps with other networks"):
            other.fit(ring, steps=3, batch_size=32, folder=tmp_path)
        assert training.GAN.load(tmp_path).step == 2

    def test_is_overwritten_only_when_that_is_asked_for(self, ring, tmp_path):
        make_gan("r3gan").fit(ring, steps=4, batch_size=32, report_every=2, folder=tmp_path)
        other = training.GAN(networks.mlp_generator(noise_size=4), None, RECIPES["mmd"])
        other.fit(ring, steps=1, batch_size=32)
        other.save(tmp_path, overwrite=True)
        assert files(tmp_path) == [
            "checkpoints",
            "checkpoints/step-0000000001.npz",
            "generator.json",
            "run.json",
        ]
        assert_same_state(training.GAN.load(tmp_path), other)

    @pytest.mark.filterwarnings("ignore:__array__ implementation")
    def test_of_keras_own_checkpoints_is_written_by_every_run(self, ring, tmp_path):
        for steps in (4, 2):
            best = keras.callbacks.ModelCheckpoint(tmp_path / "best.keras")
            gan = make_gan()
            gan.fit(ring, steps=steps, batch_size=32, report_every=1, callbacks=[best])
        assert_same_state(training.GAN.load(tmp_path / "best.keras"), gan)

    def test_holds_what_a_callback_has_gone_back_to(self, ring, tmp_path):
        stop = keras.callbacks.EarlyStopping(
            monitor="step", mode="min", patience=2, restore_best_weights=True
        )
        gan = make_gan()
        plan = {"batch_size": 32, "report_every": 2, "folder": tmp_path, "callbacks": [stop]}
        gan.fit(ring, steps=20, **plan)
        assert_same_state(training.GAN.load(tmp_path), gan)

    def test_says_if_its_description_is_damaged(self, ring, tmp_path):
        make_gan().save(tmp_path)
        for text in ("{", "{}", "[]"):
            (tmp_path / "run.json").write_text(text, "utf-8")
            with pytest.raises(ValueError, match=r"run.json is damaged: it has no"):
                training.GAN.load(tmp_path)

    def test_a_recipe_that_differs_is_named(self, ring, tmp_path):
        make_gan().fit(ring, steps=1, batch_size=32, folder=tmp_path)
        other = dataclasses.replace(RECIPES["non-saturating"], packing=2)
        with pytest.raises(ValueError, match="packing was 1, now 2"):
            training.GAN.load(tmp_path, recipe=other)

    def test_a_function_of_ones_own_must_be_given_again(self, ring, tmp_path):
        def closeness(real, fake):
            return ops.mean(ops.square(fake))

        gan = make_gan(terms=((closeness, 1.0),))
        gan.fit(ring, steps=1, batch_size=32, folder=tmp_path)
        with pytest.raises(ValueError, match="closeness"):
            training.GAN.load(tmp_path)
        assert_same_state(training.GAN.load(tmp_path, recipe=gan.recipe), gan)

    def test_of_a_refused_run_is_left_as_it_was_found(self, ring, tmp_path):
        def unhappy(real, fake):
            raise ValueError("not with these")

        (tmp_path / "run").mkdir()
        (tmp_path / "run" / "notes.txt").write_text("mine", "utf-8")
        for folder in (tmp_path / "run", tmp_path / "new"):
            with pytest.raises(ValueError, match="not with these"):
                make_gan(terms=((unhappy, 1.0),)).fit(ring, steps=2, batch_size=32, folder=folder)
        assert files(tmp_path) == ["run", "run/notes.txt"]
        make_gan().fit(ring, steps=2, batch_size=32, folder=tmp_path / "run")
        assert training.GAN.load(tmp_path / "run").step == 2

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            ({"recipe": "r3gan"}, r"recipe must be a training.Recipe.* Without recipe="),
            ({"step": "2"}, "step must be a whole number"),
            ({"step": 2.0}, "step must be a whole number"),
        ],
    )
    def test_is_not_loaded_by_something_else(self, asked, words, ring, tmp_path):
        make_gan().fit(ring, steps=2, batch_size=32, folder=tmp_path)
        with pytest.raises(TypeError, match=words):
            training.GAN.load(tmp_path, **asked)

    def test_cannot_be_a_file(self, ring, tmp_path):
        (tmp_path / "run").write_text("a letter", "utf-8")
        with pytest.raises(ValueError, match="is a file"):
            make_gan().fit(ring, steps=2, batch_size=32, folder=tmp_path / "run")

    def test_without_a_run_is_said(self, tmp_path):
        with pytest.raises(FileNotFoundError, match="holds no run"):
            training.GAN.load(tmp_path)


class TestDamage:
    @pytest.fixture
    def run(self, ring, tmp_path):
        make_gan().fit(ring, steps=2, batch_size=32, report_every=1, folder=tmp_path)
        return tmp_path

    @pytest.mark.parametrize("keep", [0, 10, 0.5, 0.999])
    def test_a_truncated_checkpoint_names_the_older_one(self, run, keep):
        newest = run / "checkpoints" / "step-0000000002.npz"
        whole = newest.read_bytes()
        newest.write_bytes(whole[: keep if keep > 1 else int(len(whole) * keep)])
        with pytest.raises(ValueError, match=r"damaged or cut short .*load step 1"):
            training.GAN.load(run)
        assert training.GAN.load(run, step=1).step == 1

    def test_a_flipped_bit_is_noticed_or_changes_nothing(self, run):
        folder = run / "checkpoints"
        newest = folder / "step-0000000002.npz"
        whole, (arrays, _) = newest.read_bytes(), checkpoints.read(folder)
        said = []
        for place in range(0, len(whole), 97):
            spoilt = bytearray(whole)
            spoilt[place] ^= 1
            newest.write_bytes(spoilt)
            try:
                found, _ = checkpoints.read(folder)
            except ValueError as error:
                said.append(str(error))
            else:  # An archive says some things twice.
                assert found.keys() == arrays.keys()
                assert all(np.array_equal(found[name], arrays[name]) for name in arrays)
        assert len(said) > 10
        assert all("damaged" in sentence for sentence in said)

    def test_a_file_that_is_none_of_ours_is_left_alone(self, run):
        (run / "checkpoints" / "step-best.npz").write_bytes(b"mine")
        gan = training.GAN.load(run)
        gan.fit(data.ring(300, sigma=0.05, seed=3), steps=1, batch_size=32, folder=run)
        assert training.GAN.load(run).step == gan.step
        assert (run / "checkpoints" / "step-best.npz").read_bytes() == b"mine"

    def test_what_a_kill_left_half_written_goes_with_the_next_save(self, run):
        left = run / "checkpoints" / ".unfinished-step-0000000009.npz"
        left.write_bytes(b"half")
        training.GAN.load(run).save(run)
        assert not left.exists()

    def test_others_may_read_what_they_may_read_of_any_file(self, run, tmp_path):
        (tmp_path / "any").touch()
        usual = (tmp_path / "any").stat().st_mode
        assert {path.stat().st_mode for path in (run / "checkpoints").iterdir()} == {usual}

    def test_a_full_disk_leaves_what_was_there(self, run, monkeypatch):
        before = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}

        def full(*_, **__):
            raise OSError(errno.ENOSPC, "No space left on device")

        gan = training.GAN.load(run)
        gan.fit(data.ring(300, sigma=0.05, seed=3), steps=1, batch_size=32)
        monkeypatch.setattr(np, "savez", full)
        with pytest.raises(OSError, match="What was saved before is untouched"):
            gan.save(run)
        after = {path: path.read_bytes() for path in run.rglob("*") if path.is_file()}
        assert {path: after[path] for path in before if "run.json" not in path.name} == {
            path: text for path, text in before.items() if "run.json" not in path.name
        }
        assert not [path for path in after if "unfinished" in path.name]
        assert training.GAN.load(run).step == 2


class TestALawOfOnesOwn:
    def test_is_said_to_be_in_no_file_and_taken_with_the_recipe(self, ring, tmp_path):
        @dataclasses.dataclass(frozen=True)
        class Coins(type(noise.law("gaussian"))):
            name = "coins"

        recipe = dataclasses.replace(RECIPES["non-saturating"], latent=Coins())
        gan = make_gan(latent=Coins(), objective="non-saturating", penalties=())
        gan.fit(ring, steps=2, batch_size=32, folder=tmp_path)
        with pytest.raises(ValueError, match=r"got 'coins'.* one of your own.*recipe=\.\.\."):
            training.GAN.load(tmp_path)
        assert training.GAN.load(tmp_path, recipe=gan.recipe).step == 2
        assert recipe.latent.config() == {"name": "coins"}


class TestDivergence:
    def test_stops_at_the_step_and_keeps_the_state_before_it(self, ring):
        wild = make_gan("wgan-gp", penalties=(), optimizer=adam(1e20))
        with pytest.raises(training.Diverged, match=r"step \d+ .*Likely cause") as stopped:
            wild.fit(ring, steps=50, batch_size=32)
        assert all(np.isfinite(value).all() for value in values(wild).values())
        last = int(str(stopped.value).split("after step ")[-1].split(";")[0])
        assert wild.step == last
        again = make_gan("wgan-gp", penalties=(), optimizer=adam(1e20))
        if last:
            again.fit(ring, steps=50, batch_size=32, callbacks=[StopAfter(last)], report_every=1)
            assert again.step == last

    def test_stores_the_last_finite_state(self, ring, tmp_path):
        wild = make_gan("wgan-gp", penalties=(), optimizer=adam(1e3))
        with pytest.raises(
            training.Diverged, match=r"are stored as the checkpoint of step (\d+)\."
        ):
            wild.fit(ring, steps=4000, batch_size=32, folder=tmp_path, report_every=4000)
        stored = training.GAN.load(tmp_path)
        assert stored.step == wild.step > 0
        assert_same_state(stored, wild)

    def test_is_noticed_after_the_last_step_whose_losses_are_finite(self, ring, tmp_path):
        # The generator's step is taken last, and no loss of this step tells of it.
        changes = {"optimizer": Optimizer("sgd", 3e38), "terms": (("l2", 100.0),)}
        wild = make_gan(discriminator_optimizer=adam(1e-4), **changes)
        sentence = r"the weights after step 1 .*generator.* as the checkpoint of step 0\."
        with pytest.raises(training.Diverged, match=sentence):
            wild.fit(ring, steps=1, batch_size=32, folder=tmp_path)
        assert wild.step == 0
        for gan in (wild, training.GAN.load(tmp_path)):
            assert all(np.isfinite(value).all() for value in values(gan).values())

    def test_blames_the_player_that_ran_away_and_not_the_one_that_broke(self, ring):
        # Fakes of 1e30, and believed: all scores are finite, the squares of the slopes are not.
        wild = make_gan(discriminator_optimizer=adam(1e-4))
        wild.generator.set_weights([1e10 * backend.numbers(w) for w in wild.generator.weights])
        *below, kernel, offset = (backend.numbers(w) for w in wild.discriminator.weights)
        wild.discriminator.set_weights([*below, -kernel, offset])
        with pytest.raises(training.Diverged, match=r"generator had run away .*discriminator"):
            wild.fit(ring, steps=1, batch_size=32)


class StopAfter(keras.callbacks.Callback):
    def __init__(self, steps):
        super().__init__()
        self.steps = steps

    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = epoch + 1 >= self.steps


PROGRAM = """
import sys
from tests.test_training import make_gan
from ganbook import backend, data, training
folder, steps = sys.argv[1], int(sys.argv[2])
samples = data.ring(300, sigma=0.05, seed=3)
try:
    gan = training.GAN.load(folder)
    print("resumed", gan.step, flush=True)
    if gan.unfinished_steps:
        gan.fit(samples, folder=folder, report_every=20)
except FileNotFoundError:
    make_gan("r3gan").fit(samples, steps=steps, batch_size=32, folder=folder, report_every=20)
print("finished", flush=True)
"""


def killed_run(folder, steps, kills, rng):
    """Run, kill at a random moment after the first checkpoint, resume; the steps resumed from."""
    resumed = []
    while True:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(folder), str(steps)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        if kills == len(resumed):
            out, err = process.communicate(timeout=300)
            assert process.returncode == 0, err
            return [*resumed, *_resumed(out)]
        _wait_for_progress(folder, process)
        time.sleep(rng.uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
        resumed += _resumed(out) or [0]


def _resumed(out):
    return [int(line.split()[1]) for line in out.splitlines() if line.startswith("resumed")]


def _wait_for_progress(folder, process):
    before = checkpoints.every(Path(folder) / "checkpoints")
    while process.poll() is None:
        now = checkpoints.every(Path(folder) / "checkpoints")
        if now != before and now and not now[-1].name.endswith("-0000000000.npz"):
            return
        time.sleep(0.005)


class TestKill:
    @pytest.mark.long
    def test_three_kills_lose_nothing(self, ring, tmp_path):
        self.kill(ring, tmp_path, kills=3, steps=1500)

    @pytest.mark.slow
    def test_twenty_kills_lose_nothing(self, ring, tmp_path):
        self.kill(ring, tmp_path, kills=20, steps=6000)

    def kill(self, ring, folder, kills, steps):
        whole = make_gan("r3gan")
        whole.fit(ring, steps=steps, batch_size=32)
        resumed = killed_run(folder, steps, kills, np.random.default_rng(0))
        assert len(resumed) == kills + 1
        assert all(step > 0 for step in resumed[1:]), resumed
        assert resumed == sorted(resumed)
        assert resumed[-1] < steps, "the run was over before the last kill: make it longer"
        assert_same_state(whole, training.GAN.load(folder))
