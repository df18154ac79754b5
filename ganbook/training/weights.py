"""A weight that is not set but measured: strong while the crowds differ, weak when they agree."""

import dataclasses
from typing import Any

from ganbook import checks


@dataclasses.dataclass(frozen=True)
class Steered:
    """From `distant`, where real and fake share nothing, to `close`, where they are alike.

    The similarity is `losses.similarity` of the batch, between 0 and 1, and no slope flows through
    it: it sets how much a term counts, and is not itself something to please.
    """

    distant: float
    close: float = 0.0

    def __post_init__(self) -> None:
        checks.positive(self.distant, "distant", allow_zero=True)
        checks.positive(self.close, "close", allow_zero=True)

    def at(self, similarity: Any) -> Any:
        """The weight at a measured similarity."""
        return self.distant + (self.close - self.distant) * similarity
