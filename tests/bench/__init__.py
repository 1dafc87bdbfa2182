"""The benchmark: `make bench`, or `python -m tests.bench import` for one subject.

A subject is a module here with `measure()`, which gives Tables; it is named in tests/bench/__main__.py. Each limit that
is stated in a table is judged, and a missed one makes the exit code 1. Times depend on the machine and on what else it
does, so ratios and processor time are judged where that says the same.
"""
