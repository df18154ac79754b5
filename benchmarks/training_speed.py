"""How fast `GAN.fit` trains, beside the loops that people write: the same networks, batch, steps.

`_build/bench/bin/python -m benchmarks.training_speed` measures for some minutes and writes
results/training_speed.json. Every contestant lives in a process of its own and plays the
non-saturating game with Adam at 2e-4; a turn is a fixed number of steps. Some loops move both
players at once, some in turn, which costs a second look at the samples: each race is of one kind.
"""

import concurrent.futures
import datetime
import functools
import importlib.util
import itertools
import json
import math
import multiprocessing
import os
import sys
from typing import Any, NamedTuple

import numpy as np

from benchmarks import bare_loop, side_by_side

VERSIONS = ("numpy", "keras", "tensorflow", "torch")
RATE, BETAS = 2e-4, (0.5, 0.999)


class Race(NamedTuple):
    """A pair of networks, a batch, and how many steps a turn takes."""

    shape: tuple[int, ...]
    noise_size: int
    width: int
    batch: int
    steps: int
    goal: float  # How many times as long as here the tutorial's loop takes, at least.


POINTS = "points, 3 x 128, batch 512"
# Floors under what was reached on two cores, where products of matrices take nearly all the time.
# The aims were 1.8, 1.1 and 1.0.
RACES = {
    POINTS: Race((2,), 16, 128, 512, 400, 1.3),
    "digits 8 x 8, batch 128": Race((8, 8, 1), 32, 32, 128, 60, 1.1),
    "DCGAN 28 x 28, batch 256": Race((28, 28, 1), 64, 64, 256, 4, 0.95),
}
AT_ONCE, IN_TURN = "both players at once", "players in turn"
ONE_THREAD = "both players at once, one thread an operation"
ONE_THREAD_GOAL = 1.8  # On points, where both loops run with one thread an operation.
STORED = side_by_side.RESULTS / "training_speed.json"
EVERY_RUN = "points, all runs: how many times as long the tutorial's loop takes"


def main() -> None:
    """Measure everything, write it down, and fail if a goal is missed."""
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M")
    earlier = json.loads(STORED.read_text("utf-8")) if STORED.exists() else {}
    findings = beside(earlier, measure(), now)
    path = side_by_side.save("training_speed", findings, versions_of=VERSIONS)
    print(f"written to {path.relative_to(path.parents[2])}")
    for sentence in missed(findings):
        print("missed:", sentence)
    sys.exit(bool(missed(findings)))


def measure(races: dict[str, Race] = RACES, rounds: int = 5) -> dict[str, Any]:
    """All findings; the goals are meant for these sizes."""
    return {
        "title": "Training",
        "about": "A fixed number of steps of the same game. The tutorial's loop is the usual one: a"
        " compiled step for each batch, which a data pipeline feeds; it moves both players at once."
        " The aim was 1.8 times its speed on points; as TensorFlow starts, it is missed. By hand is"
        " the same step with nothing around"
        " it: what the products of matrices alone take here, and so what is left to gain."
        " One thread an operation: with TF_NUM_INTRAOP_THREADS=1, TensorFlow cuts no operation up,"
        " and each core takes one of its own; small networks are the faster for it. The command"
        " line trains on points in this way, and so do the five chapters with small networks;"
        " images are trained as TensorFlow starts. Where others keep the machine busy, products of"
        " matrices take longer, and there is less to gain: the last table has every run, the others"
        " show the one in which the loop by hand was fastest."
        " The first step is counted from the start of Python, with all imports and compilations.",
        "goals": {
            AT_ONCE: {name: race.goal for name, race in races.items()},
            ONE_THREAD: {POINTS: ONE_THREAD_GOAL},
        },
        "steps": {name: race.steps for name, race in races.items()},
        "speed": {
            scheme: {name: raced(race, contestants, rounds) for name, race in races.items()}
            for scheme, contestants in CONTESTANTS.items()
        }
        | {"to the first step": first_steps(next(iter(races.values())))},
    }


def beside(earlier: dict[str, Any], latest: dict[str, Any], now: str) -> dict[str, Any]:
    """The less disturbed of both runs, and a row for each run so far.

    The loop by hand tells how busy others keep the machine, and no goal is about it.
    """
    by_hand = [run["speed"][AT_ONCE][POINTS]["by hand"] for run in (earlier, latest) if run]
    chosen = latest if by_hand[-1] <= by_hand[0] else earlier
    rows = earlier.get("tables", {}).get(EVERY_RUN, {}) | {now: _row(latest)}
    texts = {key: latest[key] for key in ("title", "about", "goals")}
    return chosen | texts | {"tables": {EVERY_RUN: rows}}


def _row(run: dict[str, Any]) -> dict[str, float | str]:
    freely, whole = (run["speed"][scheme][POINTS] for scheme in (AT_ONCE, ONE_THREAD))
    times = {
        "as TensorFlow starts": _times(freely),
        "one thread an operation": _times(whole),
        "only ganbook so": whole["tutorial loop, as it is"] / whole["ganbook"],
    }
    by_hand = 1000 * freely["by hand"] / run["steps"][POINTS]
    return {name: f"{found:.2f} ×" for name, found in times.items()} | {
        "a step by hand, ms": by_hand
    }


def raced(race: Race, contestants: dict[str, Any], rounds: int) -> dict[str, float]:
    """Median seconds of a turn of each contestant."""
    chosen = installed(contestants)
    if len(race.shape) > 1:
        chosen.pop("by hand", None)  # It knows dense layers only.
    if torch_loop in chosen.values():
        check_networks(race)
    works = {
        name: (functools.partial(prepare, race), functools.partial(_turn, race))
        for name, prepare in chosen.items()
    }
    with side_by_side.apart(works) as running:
        seconds = side_by_side.race(running, rounds=rounds, patience=120)
    return {name: round(taken, 4) for name, taken in seconds.items()}


def first_steps(race: Race, rounds: int = 3) -> dict[str, dict[str, float]]:
    """Median seconds of a new process that takes one step and ends."""
    prepared = installed(CONTESTANTS[AT_ONCE] | CONTESTANTS[IN_TURN])
    starts = {name: functools.partial(_start, prepare, race) for name, prepare in prepared.items()}
    seconds = side_by_side.race(starts, rounds=rounds, patience=120)
    return {"points": {name: round(taken, 2) for name, taken in seconds.items()}}


def installed(contestants: dict[str, Any]) -> dict[str, Any]:
    """Those that can run here: PyTorch is in the environment of the peers only."""
    has_torch = importlib.util.find_spec("torch")
    return {
        n: prepare for n, prepare in contestants.items() if prepare is not torch_loop or has_torch
    }


def missed(findings: dict[str, Any]) -> list[str]:
    """A sentence for every goal that the findings miss."""
    return [
        f"{scheme}, {name}: the tutorial's loop takes {times:.2f} times as long, not {goal}"
        for scheme, goals in findings["goals"].items()
        for name, goal in goals.items()
        if not (times := _times(findings["speed"][scheme][name])) >= goal
    ]


def _times(seconds: dict[str, float]) -> float:
    return seconds["tutorial loop"] / seconds["ganbook"]


def _start(prepare: Any, race: Race) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_once, args=(prepare, race))
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"{prepare} did not reach its first step.")


def _once(prepare: Any, race: Race) -> None:
    prepare(race)(1)


def _turn(race: Race, run: Any) -> None:
    run(race.steps)


def samples(race: Race) -> np.ndarray:
    """Random samples: speed does not ask what they show."""
    return np.random.default_rng(0).uniform(-1, 1, (20 * race.batch, *race.shape)).astype("float32")


def keras_networks(race: Race) -> tuple[Any, Any]:
    """The same two networks for every contestant that runs on Keras."""
    from ganbook import networks

    if len(race.shape) == 1:
        return (
            networks.mlp_generator(noise_size=race.noise_size, width=race.width),
            networks.mlp_discriminator(width=race.width),
        )
    return (
        networks.image_generator(race.shape, noise_size=race.noise_size, width=race.width),
        networks.image_discriminator(race.shape, width=race.width),
    )


def ganbook_loop(race: Race, *, at_once: bool = False) -> Any:
    """`GAN.fit`, as the book uses it."""
    from ganbook import training

    optimizer = training.adam(RATE, beta_1=BETAS[0], beta_2=BETAS[1])
    recipe = training.Recipe(optimizer=optimizer, simultaneous=at_once)
    gan = training.GAN(*keras_networks(race), recipe)
    data = samples(race)
    return lambda steps: gan.fit(data, steps=steps, batch_size=race.batch, report_every=steps)


def tutorial_loop(race: Race) -> Any:
    """A compiled step with two tapes for each batch of a `tf.data` pipeline."""
    from ganbook.backend import keras  # isort: skip - it imports TensorFlow quietly
    import tensorflow as tf

    generator, discriminator = keras_networks(race)
    loss = keras.losses.BinaryCrossentropy(from_logits=True)
    optimizers = [keras.optimizers.Adam(RATE, *BETAS) for _ in range(2)]

    @tf.function
    def step(real: Any) -> None:
        noise = tf.random.normal((race.batch, race.noise_size))
        with tf.GradientTape() as of_generator, tf.GradientTape() as of_discriminator:
            fake = generator(noise, training=True)
            real_scores = discriminator(real, training=True)
            fake_scores = discriminator(fake, training=True)
            generator_loss = loss(tf.ones_like(fake_scores), fake_scores)
            discriminator_loss = loss(tf.ones_like(real_scores), real_scores) + loss(
                tf.zeros_like(fake_scores), fake_scores
            )
        for tape, value, network, optimizer in (
            (of_generator, generator_loss, generator, optimizers[0]),
            (of_discriminator, discriminator_loss, discriminator, optimizers[1]),
        ):
            weights = network.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(value, weights), weights, strict=True))

    batches = _pipeline(race)

    def run(steps: int) -> None:
        for _ in range(steps):
            step(next(batches))

    return run


def by_hand(race: Race) -> Any:
    """The same steps with nothing around them."""
    return bare_loop.prepare(
        samples(race),
        noise_size=race.noise_size,
        width=race.width,
        batch=race.batch,
        rate=RATE,
        betas=BETAS,
    )


def one_thread(prepare: Any, race: Race) -> Any:
    """The same loop where no operation is cut up among the cores."""
    os.environ["TF_NUM_INTRAOP_THREADS"] = "1"  # Read when TensorFlow first computes.
    return prepare(race)


def keras_fit(race: Race) -> Any:
    """A model with a plain `train_step`, driven by Keras's own `fit`."""
    from ganbook.backend import keras  # isort: skip - it imports TensorFlow quietly
    import tensorflow as tf

    class Plain(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.generator, self.discriminator = keras_networks(race)
            self.players = [keras.optimizers.Adam(RATE, *BETAS) for _ in range(2)]
            self.loss_of = keras.losses.BinaryCrossentropy(from_logits=True)

        def train_step(self, real: Any) -> dict[str, Any]:
            noise = tf.random.normal((race.batch, race.noise_size))
            with tf.GradientTape() as tape:
                real_scores = self.discriminator(real, training=True)
                fake_scores = self.discriminator(self.generator(noise, training=True))
                value = self.loss_of(tf.ones_like(real_scores), real_scores)
                value += self.loss_of(tf.zeros_like(fake_scores), fake_scores)
            weights = self.discriminator.trainable_variables
            self.players[0].apply(tape.gradient(value, weights), weights)
            with tf.GradientTape() as tape:
                scores = self.discriminator(self.generator(noise, training=True))
                loss = self.loss_of(tf.ones_like(scores), scores)
            weights = self.generator.trainable_variables
            self.players[1].apply(tape.gradient(loss, weights), weights)
            return {"discriminator_loss": value, "generator_loss": loss}

    model = Plain()
    model.compile()
    data = tf.data.Dataset.from_tensor_slices(samples(race)).shuffle(20 * race.batch)
    data = data.batch(race.batch, drop_remainder=True).repeat().prefetch(2)
    return lambda steps: model.fit(data, steps_per_epoch=steps, verbose=0)


def torch_loop(race: Race) -> Any:
    """PyTorch's usual loop over a shuffled tensor in memory."""
    import torch
    from torch.nn.functional import softplus

    torch.manual_seed(0)
    generator, discriminator = torch_networks(race)
    players = [
        torch.optim.Adam(network.parameters(), RATE, BETAS)
        for network in (generator, discriminator)
    ]
    data = torch.from_numpy(
        np.moveaxis(samples(race), -1, 1 if len(race.shape) == 3 else -1).copy()
    )

    def run(steps: int) -> None:
        for _ in range(steps):
            real = data[torch.randint(len(data), (race.batch,))]
            fake = generator(torch.randn(race.batch, race.noise_size))
            loss = softplus(-discriminator(real)) + softplus(discriminator(fake.detach()))
            _descend(players[1], loss.mean())
            _descend(players[0], softplus(-discriminator(fake)).mean())

    return run


def check_networks(race: Race) -> None:
    """Refuse a race of different networks; each library counts in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(2, context, max_tasks_per_child=1) as processes:
        keras_counts, torch_counts = processes.map(
            _counts, (keras_networks, torch_networks), [race] * 2
        )
    if keras_counts != torch_counts:
        raise AssertionError(
            f"The contestants do not train the same networks: {keras_counts} weights in Keras,"
            f" {torch_counts} in PyTorch."
        )


def _counts(networks_of: Any, race: Race) -> list[int]:
    """Weights of each player that are trained."""
    return [
        sum(
            math.prod(weight.shape)
            for weight in getattr(network, "trainable_weights", None) or network.parameters()
        )
        for network in networks_of(race)
    ]


def torch_networks(race: Race) -> tuple[Any, Any]:
    """The networks of `keras_networks`, layer by layer."""
    from torch import nn

    act = functools.partial(nn.LeakyReLU, 0.2)
    if len(race.shape) == 1:
        sizes = [race.width] * 3

        def stack(inputs: int, outputs: int) -> Any:
            widths = [inputs, *sizes]
            hidden = [
                part for pair in itertools.pairwise(widths) for part in (nn.Linear(*pair), act())
            ]
            return nn.Sequential(*hidden, nn.Linear(sizes[-1], outputs))

        return stack(race.noise_size, 2), stack(2, 1)
    return _torch_images(race)


def _torch_images(race: Race) -> tuple[Any, Any]:
    from torch import nn

    # Halved twice, with twice the channels: `check_networks` compares that with the others' way.
    channels = [race.width, 2 * race.width]
    side = race.shape[0] >> len(channels)
    up, down = channels[::-1], [race.shape[2], *channels]
    parts = [nn.Linear(race.noise_size, side * side * up[0]), nn.Unflatten(1, (up[0], side, side))]
    for inputs, outputs in zip(up, [*up[1:], race.shape[2]], strict=True):
        parts += [nn.LeakyReLU(0.2), nn.ConvTranspose2d(inputs, outputs, 4, 2, 1)]
    judge = []
    for inputs, outputs in zip(down, channels, strict=False):
        judge += [nn.Conv2d(inputs, outputs, 4, 2, 1), nn.LeakyReLU(0.2)]
    head = [nn.Flatten(), nn.Linear(side * side * channels[-1], 1)]
    return nn.Sequential(*parts, nn.Tanh()), nn.Sequential(*judge, *head)


def _descend(optimizer: Any, loss: Any) -> None:
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def _pipeline(race: Race) -> Any:
    import tensorflow as tf

    data = tf.data.Dataset.from_tensor_slices(samples(race)).shuffle(20 * race.batch)
    return iter(data.batch(race.batch, drop_remainder=True).repeat().prefetch(2))


CONTESTANTS = {
    AT_ONCE: {
        "ganbook": functools.partial(ganbook_loop, at_once=True),
        "tutorial loop": tutorial_loop,
        "by hand": by_hand,
    },
    ONE_THREAD: {
        "ganbook": functools.partial(one_thread, functools.partial(ganbook_loop, at_once=True)),
        "tutorial loop": functools.partial(one_thread, tutorial_loop),
        "tutorial loop, as it is": tutorial_loop,
    },
    IN_TURN: {"ganbook": ganbook_loop, "Keras fit": keras_fit, "PyTorch": torch_loop},
}


if __name__ == "__main__":
    main()
