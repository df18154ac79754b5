"""What every test shares: one source of chance, and ears for Ctrl-C."""

import signal

import numpy as np
import pytest

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A job in the background of a script is deaf to Ctrl-C, and so is all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def rng():
    return np.random.default_rng(0)
