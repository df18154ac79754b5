"""The folder of a run: all that is needed to go on, to repeat it, and to know what it was."""

import contextlib
import json
import platform
from pathlib import Path
from typing import Any

import numpy as np

import ganbook
from ganbook import backend
from ganbook.backend import keras
from ganbook.training import checkpoints, matching
from ganbook.training.progress import Progress
from ganbook.training.recipe import Recipe

RUN = "run.json"
CHECKPOINTS = "checkpoints"


def check(folder: Path, gan: Any) -> None:
    """Refuse a folder that holds another run, or later steps of this one."""
    if folder.is_file():
        raise ValueError(f"folder must be the folder of a run; {folder} is a file.")
    if (folder / RUN).exists():
        _must_be_the_same(folder, gan)


def save(folder: Path, gan: Any, *, overwrite: bool = False) -> None:
    """Write the description once and a checkpoint of this step; of several workers, one does."""
    if not backend.is_chief(gan.strategy):
        return
    gan.players.check_trained()
    if not overwrite:
        check(folder, gan)
    folder.mkdir(parents=True, exist_ok=True)
    for player in ("generator", "discriminator"):
        network = getattr(gan, player)
        if network is None:
            (folder / f"{player}.json").unlink(missing_ok=True)
        else:
            with backend.silent_descriptor():  # On JAX this imports TensorFlow.
                text = network.to_json()
            _write(folder / f"{player}.json", text)
    arrays = {n: backend.numbers(v) for n, v in gan.players.saved().items()}
    facts = {"recipe": gan.recipe.as_json(), "progress": vars(gan.progress)}
    checkpoints.write(folder / CHECKPOINTS, gan.step, arrays, facts, alone=overwrite)
    # Last: a folder that says what its run is has a checkpoint to go on from.
    _write(folder / RUN, json.dumps(_description(gan), indent=1))


def forget(folder: Path, step: int) -> None:
    """Take back the first save of a run that was refused, so that the next one finds room."""
    checkpoints.delete(folder / CHECKPOINTS, step)
    for name in (RUN, "generator.json", "discriminator.json"):
        (folder / name).unlink(missing_ok=True)
    for emptied in (folder / CHECKPOINTS, folder):
        with contextlib.suppress(OSError):  # It holds something else.
            emptied.rmdir()


def load(kind: Any, folder: Path, *, recipe: Recipe | None, step: int | None, strategy: Any) -> Any:
    """A GAN as it was when it was saved."""
    if not (folder / RUN).exists():
        raise FileNotFoundError(f"{folder} holds no run of ganbook: there is no {RUN} in it.")
    description = described(folder)
    arrays, facts = checkpoints.read(folder / CHECKPOINTS, step)
    recipe = _agreed(recipe, facts["recipe"])
    networks = [_network(folder / f"{player}.json") for player in ("generator", "discriminator")]
    if networks[0] is None:
        raise FileNotFoundError(f"{folder} is incomplete: there is no generator.json in it.")
    # Fused or not, the last bits differ: as it was asked for, not as this machine would choose.
    asked = {"seed": description["seed"], "fused": description.get("fused")}
    gan = kind(*networks, recipe, strategy=strategy, **asked)
    _assign(gan.players.saved(), arrays)
    gan.progress = Progress(**facts["progress"])
    return gan


def described(folder: Path) -> dict[str, Any]:
    """What the folder says that its run is."""
    return read(folder / RUN, ("recipe", "seed"))


def read(path: Path, needed: tuple[str, ...]) -> dict[str, Any]:
    """What a file of the folder says, if it says all that is needed."""
    try:
        stored = json.loads(path.read_text("utf-8"))
        missing = [name for name in needed if name not in stored]
    except (ValueError, TypeError):
        missing = ["readable text"]
    if missing:
        raise ValueError(
            f"{path} is damaged: it has no {', '.join(missing)}. Put back a copy of it, or train"
            " into another folder."
        )
    return stored


def _description(gan: Any) -> dict[str, Any]:
    return {
        "seed": gan.seed,
        "recipe": gan.recipe.as_json(),
        "progress": vars(gan.progress),
        "replicas": gan.replicas,
        "fused": gan.asked_to_fuse,
        "weights": _weights(gan),
        "versions": {
            "ganbook": ganbook.__version__,
            "python": platform.python_version(),
            **backend.versions(),
        },
    }


def _weights(gan: Any) -> dict[str, str]:
    """The shapes of each player's weights, by which one build is told from another."""
    pair = {"generator": gan.generator, "discriminator": gan.discriminator}
    return {player: str(matching.weights(network)) for player, network in pair.items()}


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        with checkpoints.replacing(path) as file:
            file.write(text.encode())


def _network(path: Path) -> Any:
    if not path.exists():
        return None
    try:
        with backend.silent_descriptor():
            network = keras.models.model_from_json(path.read_text("utf-8"))
        if not isinstance(network, keras.Model):
            raise TypeError("it describes no model")
        return network
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(
            f"{path} is damaged, or holds layers that Keras does not know ({error!s:.200})."
            " Put back a copy of it, or register your own layers before loading."
        ) from error


def _agreed(recipe: Recipe | None, stored: dict[str, Any]) -> Recipe:
    """The stored recipe, or the given one if it is the same."""
    if recipe is None:
        return Recipe.from_json(stored)
    if not isinstance(recipe, Recipe):
        raise TypeError(
            f"recipe must be a training.Recipe, such as training.RECIPES['r3gan']; got {recipe!r}."
            " Without recipe=, the stored one is taken."
        )
    given = json.loads(json.dumps(recipe.as_json()))
    changed = [name for name in given if given[name] != stored.get(name)]
    if changed:
        words = "; ".join(f"{n} was {stored.get(n)!r}, now {given[n]!r}" for n in changed)
        raise ValueError(
            f"the recipe differs from the one this run was trained with: {words}. Load it without"
            " recipe=, or train a new GAN."
        )
    return recipe


def _must_be_the_same(folder: Path, gan: Any) -> None:
    found = checkpoints.every(folder / CHECKPOINTS)
    newest = int(found[-1].stem.removeprefix("step-")) if found else 0
    stored = described(folder)
    _agreed(gan.recipe, stored["recipe"])
    own = _weights(gan)
    if stored.get("weights", own) != own:
        raise ValueError(
            f"{folder} already holds a run of {newest} steps with other networks. Go on with it by"
            " GAN.load(folder), or choose another folder."
        )
    if newest > gan.step or stored["seed"] != gan.seed:
        raise ValueError(
            f"{folder} already holds a run of {newest} steps (seed {stored['seed']}); this one"
            f" stands at step {gan.step} (seed {gan.seed}). Go on with it by GAN.load(folder), or"
            f" choose another folder. To go on from an older step, delete the later ones in"
            f" {folder / CHECKPOINTS}."
        )


def _assign(variables: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    by_place = {_place(name): array for name, array in arrays.items()}
    for name, variable in variables.items():
        stored = by_place.get(_place(name))
        if stored is None or tuple(stored.shape) != tuple(variable.shape):
            raise ValueError(
                f"the checkpoint does not fit the networks: {name} has shape"
                f" {tuple(variable.shape)} here and"
                f" {'is missing' if stored is None else tuple(stored.shape)} there."
            )
        variable.assign(stored)


def _place(name: str) -> str:
    """`generator/003` of `generator/003/dense/kernel`: layers are renamed when they are rebuilt."""
    return "/".join(name.split("/")[:2])
