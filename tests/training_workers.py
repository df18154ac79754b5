"""What the tests of several devices run in processes of their own."""

import json
import os
import sys

import numpy as np
import tensorflow as tf

from ganbook import (
    backend,  # First, so that the framework is imported in silence.
    data,
    training,
)
from ganbook.backend import keras
from tests.test_training import make_gan, values


def samples():
    """The same samples in every process."""
    return data.ring(300, sigma=0.05, seed=3)


def spread(recipe, strategy, **changes):
    """A game on all devices of `strategy`, with the weights that one device would start from."""
    gan = make_gan(recipe, **changes)
    return training.GAN(gan.generator, gan.discriminator, gan.recipe, strategy=strategy)


def difference(one, other):
    """The largest difference between two states."""
    pairs = zip(values(one).values(), values(other).values(), strict=True)
    return max(float(np.abs(mine.astype("float64") - theirs).max()) for mine, theirs in pairs)


class Say(keras.callbacks.Callback):
    """Tell the test how far this worker is."""

    def on_epoch_end(self, epoch, logs=None):
        print("epoch", epoch, flush=True)


def mirrored(recipe):
    """Two devices in one process beside one device on the same batches."""
    processor = tf.config.list_physical_devices("CPU")[0]
    two = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(processor, two)
    strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    # Adam would divide a slope that cancels by its own size, and make a whole step of rounding.
    linear = {"optimizer": training.Optimizer("sgd", 1e-2), "discriminator_optimizer": None}
    alone, together = make_gan(recipe, **linear), spread(recipe, strategy, **linear)
    for gan in (alone, together):
        gan.fit(samples(), steps=6, batch_size=32, report_every=2)
    apart = max(
        float(np.abs(part.numpy() - weight.value.values[0].numpy()).max())
        for weight in together.generator.weights
        for part in weight.value.values
    )
    gaps = {
        name: abs(alone.history.history[name][-1] - together.history.history[name][-1])
        for name in alone.players.names
    }
    print(json.dumps({"state": difference(alone, together), "replicas": apart, "logs": gaps}))


def worker(folder, steps):
    """One of several processes that train together; the run goes on where its folder ends."""
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    try:
        gan = training.GAN.load(folder, strategy=strategy)
        print("resumed", gan.step, flush=True)
        plan = {}
    except FileNotFoundError:
        gan, plan = spread("r3gan", strategy), {"steps": int(steps), "batch_size": 32}
    try:
        gan.fit(samples(), folder=folder, report_every=20, callbacks=[Say()], **plan)
    except training.WorkerLost as error:
        print("lost", error, flush=True)
        os._exit(3)  # The broken cluster would keep an ordinary exit waiting.
    print("finished", gan.step, flush=True)


if __name__ == "__main__":
    assert backend.name == "tensorflow"
    {"mirrored": mirrored, "worker": worker}[sys.argv[1]](*sys.argv[2:])
