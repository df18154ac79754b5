"""The package is a house of floors; a module may lean only on those below it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "ganbook"

FLOORS = {
    "__main__": 7,
    "commands": 6,
    "exercises": 6,
    "monitoring": 5,
    "training": 4,
    "metrics": 3,
    "losses": 3,
    "penalties": 3,
    "kernels": 2,
    "features": 2,
    "distances": 1,
    "noise": 1,
    "networks": 1,
    "data": 1,
    "schedules": 1,
    "plots": 1,
    "notebook": 1,
    "backend": 0,
    "checks": 0,
    "estimates": 0,
}
FRAMEWORKS = {"keras", "tensorflow", "jax", "torch"}


def imports(source: str):
    """Each imported name with its line: `a.b` for `import a.b` and for `from a import b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "ganbook." * bool(node.level) + (node.module or "")
            yield from ((f"{base.rstrip('.')}.{alias.name}", node.lineno) for alias in node.names)


def violations(module: str, source: str) -> list[str]:
    """What this module imports and should not, in words."""
    found = []
    for name, line in imports(source):
        parts = name.split(".")
        if parts[0] in FRAMEWORKS and module != "backend":
            found.append(f"{module}:{line} imports {name}; only backend knows the framework")
        if parts[0] != "ganbook" or len(parts) == 1 or parts[1] == module:
            continue
        if parts[1] not in FLOORS:
            found.append(f"{module}:{line} imports {name}, which has no floor")
        elif FLOORS[parts[1]] >= FLOORS[module]:
            found.append(
                f"{module}:{line} imports {name} from floor {FLOORS[parts[1]]}, not below its own"
            )
    return found


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


class TestFloors:
    @pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
    def test_a_module_leans_only_on_lower_floors(self, path):
        assert module_of(path) in FLOORS, (
            f"{path} has no floor; give it one in FLOORS and README.md"
        )
        assert violations(module_of(path), path.read_text("utf-8")) == []

    def test_the_readme_draws_the_same_house(self):
        drawn = re.findall(
            r"^([0-7])   (.+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
        )
        assert {name: int(floor) for floor, row in drawn for name in row.split()} == FLOORS

    def test_every_module_has_a_test_file(self):
        for name in sorted({module_of(path) for path in FILES}):
            assert (ROOT / "tests" / f"test_{name}.py").exists(), f"tests/test_{name}.py is missing"

    def test_every_folder_of_tests_is_a_package(self):
        """Or two files of one name cannot be collected in one run, as `make verify` does."""
        folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
        assert [str(at) for at in folders if not (at / "__init__.py").exists()] == []


class TestTheCheckBites:
    @pytest.mark.parametrize(
        ("module", "source", "word"),
        [
            ("distances", "from ganbook import kernels", "floor 2"),
            ("distances", "from ganbook.metrics import frechet_distance", "floor 3"),
            ("distances", "import ganbook.noise", "floor 1"),
            ("distances", "from . import noise", "floor 1"),
            ("distances", "def late():\n    import tensorflow as tf", "only backend"),
            ("metrics", "from keras import ops", "only backend"),
            ("metrics", "from ganbook import shortcuts", "no floor"),
        ],
    )
    def test_a_wrong_import_is_named(self, module, source, word):
        assert word in " ".join(violations(module, source))

    def test_right_imports_pass(self):
        allowed = "import numpy as np\nfrom ganbook import kernels\nfrom ganbook.backend import ops"
        assert violations("metrics", allowed) == []
