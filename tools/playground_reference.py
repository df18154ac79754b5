"""Write what the library makes of one small game, for the playground's arithmetic to be held to.

    python -m tools.playground_reference

Two tiny networks, a batch, and for every objective and every penalty the value and its gradient by
each weight, in double precision. The playground's own program, in another language and with its
derivatives worked out by hand, must come to the same numbers.
"""

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np

from ganbook import losses, penalties
from ganbook.backend import ops, value_and_grad

REFERENCE = Path(__file__).resolve().parents[1] / "tests" / "playground" / "reference.json"
DISCRIMINATOR, GENERATOR, BATCH = (2, 5, 4, 1), (3, 6, 2), 7
ACTIVATIONS = {"leaky-relu": lambda z: ops.leaky_relu(z, negative_slope=0.2), "tanh": ops.tanh}
DIGITS = 12  # enough for any comparison in single precision, and the same on every processor


def main() -> None:
    """Write the file; the same one every time."""
    REFERENCE.write_text(json.dumps(reference()) + "\n", encoding="utf-8")


def reference() -> dict[str, Any]:
    """The game and all its values, as lists of numbers."""
    rng = np.random.default_rng(0)
    game = {
        "discriminator": _draw(rng, _length(DISCRIMINATOR)),
        "generator": _draw(rng, _length(GENERATOR)),
        "real": _draw(rng, (BATCH, 2)),
        "noise": _draw(rng, (BATCH, GENERATOR[0])),
        "share": _exact(rng.uniform(size=BATCH)),
    }
    sizes = {"discriminator": DISCRIMINATOR, "generator": GENERATOR}
    values = {name: of_activation(game, name) for name in ACTIVATIONS}
    return _plain({"sizes": sizes, "game": game, "values": values})


def of_activation(game: dict[str, np.ndarray], name: str) -> dict[str, Any]:
    """All objectives and penalties of networks with this activation."""
    activation = ACTIVATIONS[name]

    def scores(weights: Any, points: Any) -> Any:
        return _network(weights, points, DISCRIMINATOR, activation)

    def fakes(weights: Any) -> Any:
        return _network(weights, game["noise"], GENERATOR, activation)

    games = {name: _of_game(name, game, scores, fakes) for name in losses.OBJECTIVES}
    slopes = {name: _of_penalty(name, game, scores, fakes) for name in penalties.PENALTIES}
    return {"objectives": games, "penalties": slopes}


def _of_game(name: str, game: dict[str, np.ndarray], scores: Any, fakes: Any) -> dict[str, Any]:
    """Each player's mean loss and how it changes with that player's weights."""
    objective = losses.OBJECTIVES[name]

    def discriminator(weights: Any) -> Any:
        fake = ops.stop_gradient(fakes(game["generator"]))
        told = objective.losses(scores(weights, game["real"]), scores(weights, fake))
        return ops.mean(told.discriminator)

    def generator(weights: Any) -> Any:
        real, fake = ops.convert_to_tensor(game["real"]), fakes(weights)
        if objective.critic == "required":
            real, fake = (scores(game["discriminator"], points) for points in (real, fake))
        return ops.mean(objective.losses(real, fake).generator)

    found = {"generator": _value_and_gradient(generator, game["generator"])}
    if objective.critic == "required":
        found["discriminator"] = _value_and_gradient(discriminator, game["discriminator"])
    return found


def _of_penalty(name: str, game: dict[str, np.ndarray], scores: Any, fakes: Any) -> dict[str, Any]:
    """The mean penalty and how it changes with the discriminator's weights: second order."""
    penalty = penalties.PENALTIES[name]
    fake = ops.stop_gradient(fakes(game["generator"]))
    points = penalty.points(ops.convert_to_tensor(game["real"]), fake, game["share"])

    def mean(weights: Any) -> Any:
        slopes = penalties.slopes(lambda samples: scores(weights, samples), points)
        return ops.mean(penalty.of(slopes))

    return _value_and_gradient(mean, game["discriminator"])


def _network(weights: Any, values: Any, sizes: tuple[int, ...], activation: Any) -> Any:
    """Dense layers whose kernels and biases lie one behind the other in `weights`."""
    start, weights = 0, ops.convert_to_tensor(weights)
    for layer, (inputs, outputs) in enumerate(itertools.pairwise(sizes)):
        middle, end = start + inputs * outputs, start + (inputs + 1) * outputs
        kernel = ops.reshape(weights[start:middle], (inputs, outputs))
        values = ops.matmul(values, kernel) + weights[middle:end]
        values = activation(values) if layer < len(sizes) - 2 else values
        start = end
    return values


def _value_and_gradient(function: Any, weights: np.ndarray) -> dict[str, Any]:
    value, gradient = value_and_grad(function, weights)
    return {"value": float(value), "gradient": np.asarray(gradient)}


def _length(sizes: tuple[int, ...]) -> int:
    return sum((a + 1) * b for a, b in itertools.pairwise(sizes))


def _draw(rng: np.random.Generator, shape: Any) -> np.ndarray:
    return _exact(rng.normal(size=shape))


def _exact(values: np.ndarray) -> np.ndarray:
    """In steps of 1/64, which single precision holds: both programs start from the same numbers."""
    return np.round(values * 64) / 64


def _plain(tree: Any) -> Any:
    """Arrays as flat lists of rounded numbers."""
    if isinstance(tree, dict):
        return {name: _plain(value) for name, value in tree.items()}
    if isinstance(tree, float):
        return float(f"{tree:.{DIGITS}g}")
    return [_plain(float(value)) if isinstance(value, float) else value for value in _flat(tree)]


def _flat(values: Any) -> list:
    return np.asarray(values).reshape(-1).tolist()


if __name__ == "__main__":
    main()
