"""Ask every external link of the built book whether it still answers.

The weekly workflow runs it: a link that dies elsewhere must be mended, but must not stop a commit.
"""

import argparse
import http.client
import re
import sys
import urllib.error
import urllib.request
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BUILT = Path("_build/html")
# Some hosts refuse unknown clients or too many questions; that is no dead link.
BUSY = {401, 403, 405, 406, 429, 503}
HEADERS = {"User-Agent": "Mozilla/5.0 (link check of an open textbook)"}


def external_links(built: Path) -> dict[str, set[str]]:
    """Each address that a reader may click, with the pages that show it."""
    found = defaultdict(set)
    for page in sorted(built.rglob("*.html")):
        for address in re.findall(r'<a\b[^>]*\bhref="(https?://[^"#]+)', page.read_text("utf-8")):
            found[address.replace("&amp;", "&")].add(page.relative_to(built).as_posix())
    return found


def problem(address: str, *, seconds: float = 20) -> str:
    """Why the address does not answer, in a few words; nothing when it does."""
    try:
        request = urllib.request.Request(address, headers=HEADERS)
        with urllib.request.urlopen(request, timeout=seconds):
            return ""
    except urllib.error.HTTPError as error:
        return "" if error.code in BUSY else f"answers {error.code}"
    except (OSError, http.client.HTTPException) as error:
        return f"does not answer: {error}"


def main() -> int:
    """Print the dead links with their pages; the exit status counts as the verdict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--built", type=Path, default=BUILT, help="folder of the built book")
    links = external_links(parser.parse_args().built)
    with ThreadPoolExecutor(8) as pool:
        problems = dict(zip(links, pool.map(problem, links), strict=True))
    dead = {address: why for address, why in problems.items() if why}
    for address, why in sorted(dead.items()):
        print(f"{address} {why}; linked from {', '.join(sorted(links[address]))}")
    print(f"{len(links) - len(dead)} of {len(links)} external links answer")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
