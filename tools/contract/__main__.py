"""Print what is wrong with the chapters: `python -m tools.contract`."""

import sys

from tools.chapters import Book
from tools.contract import problems

found = problems(Book())
print("\n".join(map(str, found)) or "The chapters keep their contract.")
sys.exit(1 if found else 0)
