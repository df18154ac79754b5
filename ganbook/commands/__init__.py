"""What `python -m ganbook` does: train, resume, sample, evaluate, bench, info."""
