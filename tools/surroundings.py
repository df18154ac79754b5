"""The environment variables of a kernel: a home of its own, so that nothing leaks in or out."""

import os
from pathlib import Path


def surroundings(home: Path, *python_path: Path) -> dict[str, str]:
    """The caller's environment, with every program's settings and caches moved below `home`."""
    variables = dict(os.environ)
    # A back end chosen for this terminal would replace the one that draws into a notebook.
    variables.pop("MPLBACKEND", None)
    variables |= {
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter" / "config"),
        "JUPYTER_DATA_DIR": str(home / "jupyter" / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "jupyter" / "runtime"),
        "JUPYTER_PLATFORM_DIRS": "1",
        "KERAS_HOME": str(home / "keras"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "PYTHONPATH": os.pathsep.join(map(str, python_path)),
    }
    return variables
