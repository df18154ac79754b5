"""The playground's own engine against TensorFlow.js, the same step of the same game, by turns.

    python -m benchmarks.playground

Both run in Node, which has the JavaScript engine of Chromium. TensorFlow.js comes from npm into
`_build/bench-node`; the book itself never needs it.
"""

import json
import subprocess
import sys
from typing import Any

from benchmarks import side_by_side
from tools import assets

FOLDER = assets.ROOT / "_build" / "bench-node"
PEER = "@tensorflow/tfjs@4.22.0"
# Several times faster is what an engine of our own has to be worth its lines.
GOALS = {"times_faster": 3.0, "gradient_disagreement": 1e-5}


def main() -> int:
    """Race, store and judge."""
    install_peer()
    findings = race()
    side_by_side.save("playground", findings, versions_of=())
    failures = missed(findings)
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"the engine is {times_faster(findings):.1f} times as fast as {PEER}")
    return bool(failures)


def install_peer() -> None:
    """The peer, at its exact version, beside nothing else."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = [assets.node_program("npm"), "install", PEER, "--prefix", str(FOLDER)]
    command += ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    command += ["--cache", str(assets.ROOT / "_build" / "home" / "npm")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def race() -> dict[str, Any]:
    """Median seconds of a step of either, and how far their first gradients differ."""
    program = [assets.node_program("node"), "benchmarks/playground.mjs", str(FOLDER)]
    done = subprocess.run(program, cwd=assets.ROOT, check=True, capture_output=True, text=True)
    return described(json.loads(done.stdout))


def described(found: dict[str, Any]) -> dict[str, Any]:
    """The findings with what the benchmarks' page says of them."""
    seconds = found["seconds_per_step"]
    return {
        "title": "The playground",
        "about": "A step of the game in the page's own engine, and the same step in TensorFlow.js"
        f" {found['tfjs']} on its processor backend, both in Node {found['node']}.",
        "goals": GOALS,
        "speed": {"a step": {"ganbook": seconds["engine"], "TensorFlow.js": seconds["tfjs"]}},
        **found,
    }


def times_faster(findings: dict[str, Any]) -> float:
    """How many steps the engine makes while the peer makes one."""
    seconds = findings["seconds_per_step"]
    return seconds["tfjs"] / seconds["engine"]


def missed(findings: dict[str, Any]) -> list[str]:
    """The goals that were not reached, in words."""
    found = []
    if not times_faster(findings) >= GOALS["times_faster"]:
        found.append(f"the engine is only {times_faster(findings):.2g} times as fast as its peer")
    if not findings["gradient_disagreement"] <= GOALS["gradient_disagreement"]:
        found.append(f"the gradients differ by {findings['gradient_disagreement']:.2g}")
    return found


if __name__ == "__main__":
    sys.exit(main())
