"""The random numbers of one step: one batch's worth, of which each device takes its part."""

import dataclasses
from typing import Any

from ganbook import backend, noise

# What a draw is for. Each turn of a player has a block of streams of its own.
LATENT_NORMALS, LATENT_UNIFORMS, REAL_NOISE, FAKE_NOISE, SHARES = range(5)
BLOCK = 8
TURNS = backend.STREAMS // BLOCK


@dataclasses.dataclass(frozen=True)
class Draws:
    """Draws that depend on the seed, the step, the turn and the purpose, and on nothing else.

    All devices draw the numbers of the whole batch and keep their own rows, so that two devices
    see exactly what one would have seen.
    """

    seed: Any  # a whole number, or what backend.seeded made of one
    step: Any
    batch_size: int
    replica: Any = 0
    replicas: int = 1

    def latents(self, law: noise.Law, size: int, turn: int) -> Any:
        """Input for the generator, under any law of noise."""
        normals = uniforms = None
        if "normals" in law.needs:
            normals = self._take(backend.normals, (size,), LATENT_NORMALS, turn)
        if "uniforms" in law.needs:
            uniforms = self._take(backend.uniforms, (size,), LATENT_UNIFORMS, turn)
        return law.from_draws(normals, uniforms)

    def normals(self, shape: tuple[int, ...], purpose: int, turn: int) -> Any:
        """Standard normal numbers of `shape` for each sample."""
        return self._take(backend.normals, shape, purpose, turn)

    def shares(self, turn: int) -> Any:
        """One number between 0 and 1 for each sample."""
        return self._take(backend.uniforms, (), SHARES, turn)

    def part(self, values: Any) -> Any:
        """This device's rows of something drawn or given for the whole batch."""
        if self.replicas == 1:
            return values
        rows = self.batch_size // self.replicas
        start = (self.replica * rows, *(0 for _ in values.shape[1:]))
        return backend.ops.slice(values, start, (rows, *values.shape[1:]))

    def _take(self, draw: Any, shape: tuple[int, ...], purpose: int, turn: int) -> Any:
        stream = turn * BLOCK + purpose
        whole = draw((self.batch_size, *shape), seed=self.seed, stream=stream, step=self.step)
        return self.part(whole)
