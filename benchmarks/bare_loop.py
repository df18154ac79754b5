"""The points' game with nothing around it: what is left to gain by writing a loop by hand.

Raw operations only, all steps of a turn in one compiled loop, the data on the device, both players
moved at once. One backward pass through the discriminator serves both, since a sample's slope is in
proportion to what its score is charged. Nothing is reported, checked, averaged or resumable.
"""

import itertools
import math
from collections.abc import Callable
from typing import Any

SMALLEST = 1e-20  # Of a charge by which is divided.


def prepare(
    samples: Any, *, noise_size: int, width: int, batch: int, rate: float, betas: tuple
) -> Callable[[int], Any]:
    """A function that takes so many steps."""
    from ganbook.backend import keras  # noqa: F401 - it imports TensorFlow quietly
    import tensorflow as tf  # isort: skip

    data = tf.constant(samples)
    generator = _network(tf, [noise_size, width, width, width, 2])
    discriminator = _network(tf, [2, width, width, width, 1])
    moves = [_adam(tf, network, rate, betas) for network in (generator, discriminator)]

    def step(number: Any) -> None:
        seed = tf.stack([number, 0])
        places = tf.random.stateless_uniform((batch,), seed, maxval=len(samples), dtype=tf.int32)
        noise = tf.random.stateless_normal((batch, noise_size), seed + 1)
        fake, of_generator = _forward(tf, generator, noise)
        both = tf.concat([tf.gather(data, places), fake], axis=0)
        scores, of_discriminator = _forward(tf, discriminator, both)
        real, fake = scores[:batch], scores[batch:]
        charged = tf.maximum(tf.sigmoid(fake), SMALLEST)
        charges = tf.concat([-tf.sigmoid(-real), charged], axis=0) / batch
        slopes, towards = _backward(tf, discriminator, of_discriminator, charges)
        wished = towards[batch:] * (-tf.sigmoid(-fake) / charged)
        moves[0](_backward(tf, generator, of_generator, wished)[0])
        moves[1](slopes)

    @tf.function
    def run(steps: Any) -> None:
        for number in tf.range(steps):
            step(number)

    return lambda steps: run(tf.constant(steps))


def _network(tf: Any, sizes: list[int]) -> list[tuple[Any, Any]]:
    return [
        (tf.Variable(tf.random.normal((i, o)) * math.sqrt(2 / i)), tf.Variable(tf.zeros(o)))
        for i, o in itertools.pairwise(sizes)
    ]


def _forward(tf: Any, network: list, values: Any) -> tuple[Any, list]:
    seen = [values]
    for place, (weights, bias) in enumerate(network):
        values = tf.nn.bias_add(tf.matmul(values, weights), bias)
        if place < len(network) - 1:
            values = tf.nn.leaky_relu(values, 0.2)
        seen.append(values)
    return values, seen


def _backward(tf: Any, network: list, seen: list, slope: Any) -> tuple[list, Any]:
    slopes = []
    for place in reversed(range(len(network))):
        if place < len(network) - 1:
            after = seen[place + 1]
            slope = tf.raw_ops.LeakyReluGrad(gradients=slope, features=after, alpha=0.2)
        weights = tf.matmul(seen[place], slope, transpose_a=True)
        slopes = [weights, tf.reduce_sum(slope, axis=0), *slopes]
        slope = tf.matmul(slope, network[place][0], transpose_b=True)
    return slopes, slope


def _adam(tf: Any, network: list, rate: float, betas: tuple) -> Callable[[list], None]:
    weights = [weight for pair in network for weight in pair]
    moments = [[tf.Variable(tf.zeros_like(w)) for w in weights] for _ in betas]
    powers = [tf.Variable(beta) for beta in betas]

    def move(slopes: list) -> None:
        for weight, slope, first, second in zip(weights, slopes, *moments, strict=True):
            tf.raw_ops.ResourceApplyAdam(
                var=weight.handle,
                m=first.handle,
                v=second.handle,
                beta1_power=powers[0],
                beta2_power=powers[1],
                lr=rate,
                beta1=betas[0],
                beta2=betas[1],
                epsilon=1e-7,
                grad=slope,
            )
        for power, beta in zip(powers, betas, strict=True):
            power.assign(power * beta)

    return move
