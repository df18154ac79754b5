"""Several devices that share a batch: TensorFlow's strategies, as far as the loop needs them."""

from collections.abc import Callable
from typing import Any

from ganbook.backend.framework import framework, name

# What a worker hears when another one has gone.
WORKER_LOST: tuple[type[BaseException], ...] = ()
if name == "tensorflow":
    WORKER_LOST = (framework.errors.UnavailableError, framework.errors.AbortedError)


def replica() -> Any:
    """Which of the devices that share a batch runs this code: 0, 1, ..."""
    if name == "jax":
        return 0
    return framework.distribute.get_replica_context().replica_id_in_sync_group


def on_all_replicas(step: Callable[..., Any], strategy: Any) -> Callable[..., Any]:
    """`step` on every device, each for its part of the batch; what they return is added up."""
    return lambda *batch: strategy.reduce("SUM", strategy.run(step, args=batch), axis=None)


def is_chief(strategy: Any) -> bool:
    """Whether this process writes the files: one of several does."""
    resolver = getattr(strategy, "cluster_resolver", None)
    return resolver is None or not resolver.task_id


def devices() -> list[str]:
    """The devices that compute: graphics cards if there are any, else the processor."""
    if name == "jax":
        return [f"{device.device_kind} {device.id}" for device in framework.devices()]
    cards = framework.config.list_physical_devices("GPU")
    return [device.name for device in cards or framework.config.list_physical_devices("CPU")]


def several_devices(count: int) -> Any:
    """TensorFlow's strategy that spreads a batch over the first `count` graphics cards."""
    if name != "tensorflow":
        raise ValueError(f"several devices need TensorFlow; this is {name}. Use one device.")
    cards = framework.config.list_logical_devices("GPU")
    if len(cards) < count:
        raise ValueError(f"{count} devices were asked for; this machine has {len(cards)} cards.")
    return framework.distribute.MirroredStrategy([card.name for card in cards[:count]])
