"""The watchers see what the run does, change nothing in it, and Keras's own work beside them."""

import io

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image

from ganbook import data, metrics, monitoring
from ganbook.backend import keras
from tests.test_training import assert_same_state, make_gan


@pytest.fixture
def ring():
    return data.ring(300, sigma=0.05, seed=3)


def modes(samples):
    return metrics.mode_report(samples, data.ring_centres(), sigma=0.05)


class TestMeasure:
    def test_a_named_tuple_gives_a_column_for_each_number(self, ring):
        gan = make_gan()
        watch = monitoring.Measure({"ring": modes}, count=50)
        history = gan.fit(ring, steps=4, batch_size=32, report_every=2, callbacks=[watch]).history
        expected = modes(gan.sample(50, seed=0))
        assert history["ring_high_quality"][-1] == expected.high_quality
        assert len(history["ring_covered"]) == 2

    def test_an_estimate_gives_its_value(self, ring):
        gan = make_gan()
        frechet = {"frechet": lambda samples: metrics.frechet_distance(ring, samples)}
        watch = monitoring.Measure(frechet, count=50)
        history = gan.fit(ring, steps=2, batch_size=32, callbacks=[watch], report_every=1).history
        expected = metrics.frechet_distance(ring, gan.sample(50, seed=0)).value
        assert history["frechet"][-1] == expected

    def test_stops_a_run_through_keras_and_changes_nothing_in_it(self, ring):
        watched, plain = make_gan(), make_gan()
        measure = monitoring.Measure({"still": lambda samples: 1.0}, count=20)
        stop = keras.callbacks.EarlyStopping(monitor="still", patience=2, mode="max")
        history = watched.fit(
            ring, steps=100, batch_size=32, report_every=2, callbacks=[measure, stop]
        )
        taken = history.history["step"][-1]
        assert taken == 6
        steps = history.epoch
        assert steps == [0, 1, 2]
        plain.fit(ring, steps=100, batch_size=32, report_every=2, callbacks=[StopAt(6)])
        assert_same_state(watched, plain)

    def test_every_second_epoch_is_enough(self, ring):
        frames = monitoring.Frames(10, every=2)
        gan = make_gan()
        gan.fit(ring, steps=6, batch_size=32, report_every=1, callbacks=[frames])
        assert frames.steps == [2, 4, 6]
        assert_array_equal(frames.frames[-1], gan.sample(10, seed=0))

    # Keras's own callbacks read variables in a way that NumPy will give up.
    @pytest.mark.filterwarnings("ignore:__array__ implementation")
    def test_a_value_is_repeated_until_the_next_so_that_every_table_has_it(self, ring, tmp_path):
        looks = iter(range(100))
        watch = monitoring.Measure({"look": lambda samples: next(looks)}, count=10, every=2)
        table = keras.callbacks.CSVLogger(tmp_path / "log.csv")
        plan = {"batch_size": 32, "report_every": 1, "callbacks": [watch, table]}
        history = make_gan().fit(ring, steps=5, **plan).history
        assert history["look"] == [0, 1, 1, 2, 2]
        header, *rows = (tmp_path / "log.csv").read_text("utf-8").splitlines()
        place = header.split(",").index("look")
        assert [float(row.split(",")[place]) for row in rows] == history["look"]


class StopAt(keras.callbacks.Callback):
    def __init__(self, step):
        super().__init__()
        self.step = step

    def on_epoch_end(self, epoch, logs=None):
        self.model.stop_training = self.model.step >= self.step


class TestPictures:
    def test_points_are_drawn_over_the_real_ones(self, ring, tmp_path):
        watch = monitoring.Pictures(tmp_path, count=30, real=ring)
        make_gan().fit(ring, steps=2, batch_size=32, report_every=1, callbacks=[watch])
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "step-0000000001.png",
            "step-0000000002.png",
        ]
        with Image.open(tmp_path / "step-0000000002.png") as drawn:
            assert drawn.size == (480, 480)

    def test_are_drawn_at_the_end_and_as_seldom_in_the_next_run(self, ring, tmp_path):
        gan, watch = make_gan(), monitoring.Pictures(tmp_path, count=10, every=2)
        for _ in range(2):
            gan.fit(ring, steps=3, batch_size=32, report_every=1, callbacks=[watch])
        assert [int(path.stem[5:]) for path in sorted(tmp_path.iterdir())] == [2, 3, 5, 6]

    @pytest.mark.parametrize("channels", [1, 3])
    def test_images_lie_side_by_side_in_reading_order(self, channels, tmp_path):
        shades = np.linspace(-1, 1, 5, dtype="float32")[:, None, None, None]
        monitoring.picture(np.tile(shades, (1, 8, 8, channels)), tmp_path / "grid.png")
        with Image.open(tmp_path / "grid.png") as drawn:
            pixels = np.asarray(drawn)
        assert pixels.shape[:2] == (2 * 64, 3 * 64)
        first = pixels[:64, :64], pixels[:64, 64:128], pixels[64:, :64]
        assert [np.unique(part).tolist() for part in first] == [[0], [64], [191]]

    def test_other_shapes_are_refused(self, tmp_path):
        with pytest.raises(ValueError, match=r"images .* or points"):
            monitoring.picture(np.zeros((3, 5)), tmp_path / "x.png")
        with pytest.raises(ValueError, match="1 or 3 channels"):
            monitoring.picture(np.zeros((3, 5, 5, 2)), tmp_path / "x.png")
        with pytest.raises(ValueError, match=r"got uint8\. Scale"):
            monitoring.picture(np.zeros((3, 5, 5, 1), "uint8"), tmp_path / "x.png")
        with pytest.raises(ValueError, match="nothing to draw"):
            monitoring.picture(np.zeros((0, 5, 5, 1)), tmp_path / "x.png")
        with pytest.raises(ValueError, match="samples must be finite"):
            monitoring.picture(np.full((3, 2), np.nan), tmp_path / "x.png")


class TestPace:
    def test_tells_the_share_the_rate_and_the_time_left(self, ring):
        heard = io.StringIO()
        gan = make_gan()
        gan.fit(ring, steps=4, batch_size=32, report_every=2, callbacks=[monitoring.Pace(heard)])
        first, last = heard.getvalue().splitlines()
        assert first.startswith("step 2   50%")
        assert last.startswith("step 4  100%")
        assert "0:00 left" in last
        assert "generator_loss" in last


# Keras's own callbacks read variables in a way that NumPy will give up.
@pytest.mark.filterwarnings("ignore:__array__ implementation")
class TestKerasCallbacks:
    def test_csv_and_tensorboard_get_every_report(self, ring, tmp_path):
        watchers = [
            keras.callbacks.CSVLogger(tmp_path / "log.csv"),
            keras.callbacks.TensorBoard(tmp_path / "board"),
        ]
        make_gan("r3gan").fit(ring, steps=4, batch_size=32, report_every=2, callbacks=watchers)
        header, *rows = (tmp_path / "log.csv").read_text("utf-8").splitlines()
        assert {"discriminator_loss", "generator_loss", "r1", "step"} <= set(header.split(","))
        assert len(rows) == 2
        assert list((tmp_path / "board").rglob("events*"))

    def test_backup_and_restore_goes_on_where_it_stopped(self, ring, tmp_path):
        whole, broken = make_gan("r3gan"), make_gan("r3gan")
        whole.fit(ring, steps=6, batch_size=32, report_every=2)

        class Stop(keras.callbacks.Callback):
            def on_epoch_end(self, epoch, logs=None):
                if epoch == 1:
                    raise InterruptedError

        with pytest.raises(InterruptedError):
            broken.fit(
                ring,
                steps=6,
                batch_size=32,
                report_every=2,
                callbacks=[keras.callbacks.BackupAndRestore(tmp_path / "backup"), Stop()],
            )
        resumed = make_gan("r3gan")
        steps = []
        watch = keras.callbacks.LambdaCallback(
            on_epoch_begin=lambda epoch, logs: steps.append(epoch)
        )
        resumed.fit(
            ring,
            steps=6,
            batch_size=32,
            report_every=2,
            callbacks=[keras.callbacks.BackupAndRestore(tmp_path / "backup"), watch],
        )
        assert steps == [2]
        assert_same_state(whole, resumed)

    def test_a_progress_bar_is_drawn_when_asked_for(self, ring, capsys):
        make_gan().fit(ring, steps=2, batch_size=32, report_every=1, verbose=2)
        assert "Epoch 2/2" in capsys.readouterr().out
