"""Several devices train as one: two in a process, two processes, and one that is killed."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from numpy.testing import assert_allclose

from ganbook import backend, data, training
from tests.test_training import make_gan, values

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(backend.name != "tensorflow", reason="strategies are TensorFlow's"),
]

ROOT = Path(__file__).parents[1]


def start(*arguments, output, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.training_workers", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=output,
        stderr=subprocess.STDOUT,
    )


class TestTwoDevices:
    @pytest.mark.parametrize("recipe", ["r3gan", "hinge-sn", "wgan-gp"])
    def test_move_like_one_where_losses_are_sums_over_samples(self, recipe, tmp_path):
        found = self.compare(recipe, tmp_path)
        assert found["state"] < 1e-5
        assert found["replicas"] == 0
        assert max(found["logs"].values()) < 1e-5

    def test_move_otherwise_where_samples_are_compared_within_a_batch(self, tmp_path):
        found = self.compare("energy", tmp_path)
        assert found["replicas"] == 0
        assert found["state"] > 1e-5, "each device compares its own half of the batch"

    def compare(self, recipe, folder):
        with (folder / "output").open("w") as output:
            assert start("mirrored", recipe, output=output).wait(timeout=300) == 0
        return json.loads((folder / "output").read_text("utf-8").splitlines()[-1])


class Cluster:
    """Two worker processes that train together in one folder."""

    def __init__(self, folder, steps):
        self.folder = folder
        self.logs = [folder / f"worker-{index}.txt" for index in range(2)]
        addresses = [f"127.0.0.1:{free_port()}" for _ in range(2)]
        self.workers = []
        for index, log in enumerate(self.logs):
            task = {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}
            with log.open("w") as output:
                self.workers.append(
                    start(
                        "worker", folder / "run", steps, output=output, TF_CONFIG=json.dumps(task)
                    )
                )

    def said(self, index):
        return self.logs[index].read_text("utf-8")

    def wait(self):
        return [worker.wait(timeout=300) for worker in self.workers]

    def wait_for(self, words):
        end = time.monotonic() + 300
        while not all(words in self.said(index) for index in range(2)):
            assert time.monotonic() < end, self.said(0) + self.said(1)
            assert all(worker.poll() is None for worker in self.workers), self.said(0)
            time.sleep(0.01)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class TestTwoWorkers:
    def test_survive_the_loss_of_one_and_end_where_one_device_does(self, tmp_path):
        steps = 600
        first = Cluster(tmp_path, steps)
        first.wait_for("epoch 3")
        first.workers[1].kill()
        assert first.workers[0].wait(timeout=120) == 3
        assert "lost another worker of this run has gone" in first.said(0)
        first.workers[1].wait()

        second = Cluster(tmp_path, steps)
        assert second.wait() == [0, 0], second.said(0) + second.said(1)
        resumed = [line for line in second.said(0).splitlines() if line.startswith("resumed")]
        assert 0 < int(resumed[0].split()[1]) < steps

        alone = make_gan("r3gan")
        alone.fit(data.ring(300, sigma=0.05, seed=3), steps=steps, batch_size=32)
        together = training.GAN.load(tmp_path / "run")
        assert together.step == steps
        for (name, mine), theirs in zip(
            values(alone).items(), values(together).values(), strict=True
        ):
            # Sums taken in two halves round otherwise, and hundreds of steps amplify that.
            assert_allclose(theirs, mine, rtol=0.05, atol=0.05, err_msg=name)
