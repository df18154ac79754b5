"""What to watch while a run goes on: Keras callbacks around our metrics, pictures and the clock."""

from ganbook.monitoring.callbacks import Frames, Measure, Pace, Pictures
from ganbook.monitoring.pictures import picture

__all__ = ["Frames", "Measure", "Pace", "Pictures", "picture"]
