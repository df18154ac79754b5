"""What to watch while a run goes on: Keras callbacks around our metrics, pictures and the clock."""

from ganbook.monitoring.callbacks import Frames, Measure, Pace, Pictures
from ganbook.monitoring.diagnosis import Finding, diagnose
from ganbook.monitoring.pictures import picture

__all__ = ["Finding", "Frames", "Measure", "Pace", "Pictures", "diagnose", "picture"]
