"""Side-by-side measurements against named peers; run them with `make bench`."""
