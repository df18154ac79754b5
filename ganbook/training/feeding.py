"""Real samples for the loop: an array that lies on the device, or a stream of batches.

Which samples step t sees follows from the seed and t alone, so a resumed run goes on exactly where
it stopped, without any state of a shuffle.
"""

import itertools
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from ganbook.backend import keras, ops
from ganbook.training.samples import numbers

# Larger arrays stay in the memory of the host and travel in pieces; 0.5 GiB fits any graphics card.
ROOM_ON_DEVICE = 2**29


Look = Callable[[tuple[np.ndarray, ...]], None]  # Raises if the networks cannot take such samples.


class Portion(NamedTuple):
    """Samples for some steps: step i takes the `rows[i]` of each of `data`."""

    rows: np.ndarray
    data: tuple[Any, ...]


class Arrays:
    """All samples at hand, drawn without replacement, in a fresh order each time around."""

    def __init__(self, values: tuple[np.ndarray, ...], *, seed: int) -> None:
        self.values, self.count, self.seed = values, len(values[0]), seed
        self.first = values  # What the loop is about to see, for a look at shapes and scale.
        self.on_device = sum(array.nbytes for array in values) <= ROOM_ON_DEVICE
        if self.on_device:
            self.values = tuple(ops.convert_to_tensor(array) for array in values)
        self._order = (-1, np.empty(0, "int32"))

    def take(self, start: int, steps: int, width: int, room: int) -> Portion:
        """Samples from position `start` on for `steps` steps, in a block that has `room` for more.

        A block of one size serves every number of steps with one compilation.
        """
        rows = np.zeros((room, width), "int32")
        rows[:steps] = self._positions(start, steps * width).reshape(steps, width)
        if self.on_device:
            return Portion(rows, self.values)
        chosen = tuple(ops.convert_to_tensor(array[rows.reshape(-1)]) for array in self.values)
        return Portion(np.arange(rows.size, dtype="int32").reshape(rows.shape), chosen)

    def fingerprint(self) -> str | None:
        """A number that tells one set of samples from another."""
        total = 0
        for array in self.first:
            total = zlib.crc32(array, total)
        return f"{total:08x}"

    def _positions(self, start: int, count: int) -> np.ndarray:
        found = []
        while count > 0:
            around, offset = divmod(start, self.count)
            piece = self._order_of(around)[offset : offset + count]
            found.append(piece)
            start, count = start + len(piece), count - len(piece)
        return np.concatenate(found)

    def _order_of(self, around: int) -> np.ndarray:
        if self._order[0] != around:
            rng = np.random.default_rng([self.seed, around])
            self._order = (around, rng.permutation(self.count).astype("int32"))
        return self._order[1]


class Stream:
    """Batches that somebody else makes: a `tf.data` or Keras data set, or a list of batches.

    It must give the same batches whenever it is started anew, or a resumed run sees other samples.
    """

    def __init__(self, batches: Iterable, look: Look) -> None:
        self.batches, self.look = batches, look
        self._position, self._iterator = 0, iter(())
        self.first = self._looked_at(next(self._restarted(), None))
        self.batch_size = len(self.first[0])
        if not self.batch_size:
            raise ValueError(
                "the first batch of the data set is empty, and gives the others their size; leave"
                " it out."
            )

    def take(self, start: int, steps: int, width: int, room: int) -> Portion:
        """The next whole batches; what is not a whole batch at the end is left out."""
        # After steps with other batches `start` may lie within one: the next whole one is due.
        due = -(-start // self.batch_size) * self.batch_size
        if due != self._position:
            self._skip_to(due)
        wanted = steps * width // self.batch_size
        parts = [self._next() for _ in range(wanted)]
        missing = (room - steps) * width
        data = []
        for column in zip(*parts, strict=True):
            whole = np.concatenate(column)
            filler = np.zeros((missing, *whole.shape[1:]), whole.dtype)
            data.append(ops.convert_to_tensor(np.concatenate([whole, filler])))
        return Portion(np.arange(room * width, dtype="int32").reshape(room, width), tuple(data))

    def fingerprint(self) -> str | None:
        """A stream cannot be told from another without reading all of it."""
        return None

    def _next(self) -> tuple[np.ndarray, ...]:
        for _ in range(2):
            short = 0
            for batch in self._iterator:
                parts = self._looked_at(batch)
                size = len(parts[0])
                if size > self.batch_size or (size and short):
                    raise ValueError(
                        f"the batches must be equally large, but for a shorter last one; got"
                        f" {short or size} samples after batches of {self.batch_size}. Make them"
                        " alike, as in data.unbatch().batch(n), or give one array of all samples."
                    )
                if size == self.batch_size:
                    self._position += self.batch_size
                    return parts
                short = size  # What follows it would show that it is not the last.
            self._iterator = self._restarted()
        raise ValueError(
            "the data set gave no whole batch when it was started again; pass one that can be"
            " iterated many times, such as a tf.data.Dataset, and not a generator."
        )

    def _looked_at(self, batch: Any) -> tuple[np.ndarray, ...]:
        """The parts of a batch, if the networks can take them: any of many could be the odd one."""
        parts = _parts(batch)
        samples = parts[0]
        if samples.ndim < 2 or samples.dtype.kind != "f":
            raise ValueError(
                "the data set must give batches of samples in floating point; got shape"
                f" {samples.shape} of {samples.dtype}. Scale images from whole numbers to [-1, 1]"
                " first: x / 127.5 - 1; make one array of single samples: np.stack(data)."
            )
        _equally_many(*parts)
        if len(samples):
            self.look(parts)
        return parts

    def _restarted(self) -> Iterator:
        if isinstance(self.batches, keras.utils.PyDataset):
            count = self.batches.num_batches  # None: as many as one likes.
            places = itertools.count() if count is None else range(count)
            return (self.batches[place] for place in places)
        return iter(self.batches)

    def _skip_to(self, start: int) -> None:
        self._position, self._iterator = 0, self._restarted()
        while self._position < start:
            self._next()


def opened(data: Any, *, seed: int, look: Look) -> Arrays | Stream:
    """Whatever holds samples as something the loop can take them from, once `look` accepts it."""
    if not (_is_array(data) or isinstance(data, tuple)):
        _can_be_streamed(data)
        return Stream(data, look)
    parts = _with_condition(data) if isinstance(data, tuple) else (_floats(data, "data"),)
    look(parts)
    return Arrays(parts, seed=seed)


def _can_be_streamed(data: Any) -> None:
    several = isinstance(data, (Iterable, keras.utils.PyDataset))
    if isinstance(data, (Iterator, Mapping, str, bytes)) or not several:
        raise TypeError(
            "data must be an array of samples, a pair (samples, condition), or a data set of"
            f" batches that can be iterated many times; got {type(data).__name__}."
        )
    pair = isinstance(data, list) and len(data) == 2 and all(map(_is_array, data))
    if pair and len(data[0].shape) > 0 and tuple(data[0].shape[1:]) != tuple(data[1].shape[1:]):
        raise TypeError(
            "samples and their condition must be given as a tuple, data=(samples, condition); got"
            " a list, which would be a list of batches."
        )


def _with_condition(data: tuple) -> tuple[np.ndarray, ...]:
    if len(data) != 2 or not all(_is_array(part) for part in data):
        raise TypeError(
            "data given as a tuple must be the pair (samples, condition), two arrays with a row"
            f" for each sample; got {len(data)} parts. Labels are whole numbers."
        )
    samples, condition = _floats(data[0], "data[0]"), numbers(data[1], "data[1]")
    _equally_many(samples, condition)
    return samples, condition


def _equally_many(samples: np.ndarray, condition: np.ndarray | None = None) -> None:
    """A condition for each sample, or the rows behind the first gap would take another's."""
    if condition is not None and (condition.ndim == 0 or len(samples) != len(condition)):
        raise ValueError(
            f"samples and condition must be equally many; got shapes {samples.shape} and"
            f" {condition.shape}."
        )


def _floats(values: Any, name: str) -> np.ndarray:
    array = np.asarray(values)
    if len(array.shape) > 0 and len(array) == 0:
        raise ValueError(f"{name} must hold at least one sample; got shape {array.shape}.")
    if array.ndim < 2 or array.dtype.kind != "f":
        raise ValueError(
            f"{name} must hold one sample a row, in floating point; got shape {array.shape} of"
            f" {array.dtype}. Scale images from whole numbers to [-1, 1] first: x / 127.5 - 1."
        )
    return numbers(array, name)


def _is_array(data: Any) -> bool:
    return hasattr(data, "shape") and hasattr(data, "dtype")


def _parts(batch: Any) -> tuple[np.ndarray, ...]:
    """One batch as (samples,) or (samples, condition)."""
    if batch is None:
        raise ValueError("the data set is empty; pass one that gives at least one batch.")
    if isinstance(batch, Mapping):
        raise TypeError(
            "a batch must be samples or a pair (samples, condition); got a dict with the keys"
            f" {sorted(batch)}. Pick what is needed, as in: data.map(lambda batch: batch['image'])."
        )
    parts = batch if isinstance(batch, (tuple, list)) else (batch,)
    if len(parts) > 2 and all(map(_is_array, parts)):
        raise TypeError(
            f"a batch must be samples or a pair (samples, condition); got {len(parts)} parts. What"
            " else there is, such as weights of samples, a GAN's losses do not know."
        )
    if not parts or not all(map(_is_array, parts)):
        raise TypeError(
            "a batch must be an array of samples or a pair (samples, condition) of arrays; got"
            f" {batch!r:.60}. Make one array of all samples: np.array(data, 'float32')."
        )
    return tuple(numbers(part, "batch") for part in parts)
