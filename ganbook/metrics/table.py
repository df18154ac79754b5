"""How a report looks: as plain text, and as a table in a notebook."""

import dataclasses
from typing import NamedTuple

from ganbook.estimates import Estimate

ARROWS = {"lower": "↓", "higher": "↑", "as real": "="}
LABELS = {
    "frechet_distance": "Fréchet distance",
    "inception_score": "Inception Score",
    "reverse_kl": "reverse KL",
    "mode_tv": "mode TV",
}
HEADS = ("measure", "fake", "real")


class Row(NamedTuple):
    """One measure of the fakes against the reals, and of other reals in the fakes' place."""

    value: Estimate
    floor: Estimate
    better: str  # "lower", "higher", or "as real" where only the floor's own value is good


@dataclasses.dataclass(frozen=True)
class Report:
    """All measures at one number of samples a cloud: `report["precision"].value`, `.floor`."""

    count: int
    rows: dict[str, Row]

    def __getitem__(self, name: str) -> Row:
        if name not in self.rows:
            raise KeyError(f"the report has no row {name!r}; it has {', '.join(self.rows)}.")
        return self.rows[name]

    def __str__(self) -> str:
        cells = [HEADS, *self._cells()]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = [
            "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])])
            for row in cells
        ]
        return "\n".join([*lines, self._note()])

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        """What a notebook shows: the same as a table."""
        rows = [HEADS, ("---", "---:", "---:"), *self._cells()]
        return "\n".join([*(f"| {' | '.join(row)} |" for row in rows), "", self._note()])

    def _cells(self) -> list[tuple[str, str, str]]:
        return [
            (f"{_label(name)} {ARROWS[row.better]}", f"{row.value}", f"{row.floor}")
            for name, row in self.rows.items()
        ]

    def _note(self) -> str:
        return f"{self.count} samples a cloud; real: other real samples in the fakes' place."


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " "))
