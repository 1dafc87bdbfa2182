"""The failure drills: `make drill`, or `python -m tests.drill import` for one of them. They are long and run by hand.

A drill is a module here with `run(say)`: it calls `say` with lines on what it tries and finds, and gives whether all
was as it should be; it is named in tests/drill/__main__.py.
"""
