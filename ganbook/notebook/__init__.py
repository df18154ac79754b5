"""What a chapter calls to start, to claim, to measure, to show and to move."""

from ganbook.notebook.claims import ClaimFailed, OutOfBand, claim, measured
from ganbook.notebook.failing import stopped_by
from ganbook.notebook.motion import animation
from ganbook.notebook.session import setup
from ganbook.notebook.showing import progress, show_source

__all__ = [
    "ClaimFailed",
    "OutOfBand",
    "animation",
    "claim",
    "measured",
    "progress",
    "setup",
    "show_source",
    "stopped_by",
]
