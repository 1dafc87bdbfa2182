"""What a hostile file could make a parser do; run in the limited process by tests."""

import os


def eat_memory():
    kept = []
    while True:
        kept.append(bytearray(10 << 20))


def eat_time():
    while True:
        pass


def write_much(path):
    with open(path, "wb") as file:
        for _n in range(64):
            file.write(b"x" * (1 << 20))


def environment():
    return dict(os.environ)
