"""Runs under Wine: bounds the memory of its own process, asks for more, and says whether the bound is kept."""

import sys

from planner.files.apart.memory import bound_memory

LEAST, MORE = 300 << 20, 600 << 20


def main() -> int:
    """Ask for more than there may be."""
    bound_memory(LEAST)
    try:
        print("taken,", len(bytearray(MORE)) >> 20, "MB given all the same")
    except MemoryError:
        print("taken and kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
