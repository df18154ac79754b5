"""The command line: `python -m ganbook train --data digits --out runs/digits`, and what follows."""

import argparse
import sys

EXAMPLES = """\
examples:
  python -m ganbook train --data ring --out runs/ring
  python -m ganbook train --data digits --recipe r3gan --steps 5000 --out runs/digits
  python -m ganbook resume runs/digits
  python -m ganbook sample runs/digits --count 64 --out digits.png
  python -m ganbook evaluate runs/digits
  python -m ganbook bench
"""
RECIPES = (
    "minimax",
    "non-saturating",
    "least-squares",
    "hinge-sn",
    "wgan-gp",
    "r3gan",
)  # Those that play with a discriminator; a test compares them with training.RECIPES.


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    whole = argparse.ArgumentParser(
        prog="python -m ganbook",
        description="Train, resume, sample and measure a GAN.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = whole.add_subparsers(dest="command", required=True, metavar="command")
    _train(commands.add_parser("train", help="start a run in a new folder"))
    _resume(commands.add_parser("resume", help="go on with a run where it stopped"))
    _sample(commands.add_parser("sample", help="write or draw samples of a run"))
    _evaluate(commands.add_parser("evaluate", help="measure a run, with errors and floors"))
    bench = commands.add_parser("bench", help="a minute's self-test of this machine")
    bench.add_argument("--device", choices=("cpu", "gpu"), help="fail if it is not there")
    bench.add_argument("--out", help="write the results as JSON, too")
    info = commands.add_parser("info", help="versions and devices, or what a run is")
    info.add_argument("run", nargs="?", help="the folder of a run")
    return whole


def main(arguments: list[str] | None = None) -> int:
    """Do what was asked; a mistake in the asking is answered in a sentence, with exit code 2."""
    asked = parser().parse_args(arguments)
    try:
        from ganbook.commands import facts, looking, runs, selftest  # Slow, and --help needs none.
    except ImportError as error:  # Keras may be set to a framework that is not ours.
        print(f"ganbook {asked.command}: {error}", file=sys.stderr)
        return 2
    act = {
        "train": runs.train,
        "resume": runs.resume,
        "sample": looking.sample,
        "evaluate": looking.evaluate,
        "bench": selftest.bench,
        "info": facts.info,
    }[asked.command]
    try:
        act(asked)
    except (ValueError, TypeError, OSError, ArithmeticError) as error:
        print(f"ganbook {asked.command}: {error}", file=sys.stderr)
        return 1 if isinstance(error, ArithmeticError) else 2
    return 0


def _train(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--data",
        required=True,
        help="ring, grid, digits, mnist, fashion_mnist, cifar10, or a folder of images",
    )
    add("--out", required=True, help="the folder of the run; it must not hold another one")
    add("--recipe", default="r3gan", choices=RECIPES, help="default: %(default)s")
    add("--steps", type=int, default=5000, help="steps of the generator (%(default)s)")
    add("--batch-size", type=int, default=256, help="samples a step (%(default)s)")
    add("--seed", type=int, default=0, help="of everything random (%(default)s)")
    add("--conditional", action="store_true", help="train on the labels, too")
    add("--noise-size", type=int, default=16, help="numbers the generator starts from")
    add("--width", type=int, default=0, help="width of both networks (the builders' own)")
    add("--penalty", type=float, help="weight of the recipe's penalties (the recipe's own)")
    add("--packing", type=int, default=1, help="samples judged together, as in PacGAN")
    add("--precision", default="float32", choices=("float32", "bfloat16", "float16"))
    add("--devices", type=int, default=1, help="graphics cards that share a batch")
    add("--size", type=int, default=64, help="side of the images of a folder (%(default)s)")
    add(
        "--pictures-every",
        type=int,
        default=10,
        help="reports, each a hundredth of the run, between two pictures",
    )


def _resume(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", help="the folder of the run")
    parser.add_argument("--steps", type=int, help="take so many more, beyond the planned end")
    parser.add_argument("--devices", type=int, default=0, help="as many as before, unless given")


def _sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", help="the folder of the run")
    parser.add_argument("--count", type=int, default=64, help="how many (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the noise (%(default)s)")
    parser.add_argument("--label", type=int, help="of a conditional run: the class to draw")
    parser.add_argument("--out", required=True, help="a file that ends in .npy or .png")


def _evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", help="the folder of the run")
    parser.add_argument("--count", type=int, default=2500, help="samples (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the noise (%(default)s)")
    parser.add_argument(
        "--features",
        choices=("digits", "inception", "pixels"),
        help="what the metrics look at (for 8x8 digits their classifier, else pixels)",
    )


if __name__ == "__main__":
    sys.exit(main())
