"""Runs under Wine: holds a file so that nobody else may open it, and runs a command meanwhile; its exit code.

python hold.py FILE COMMAND...
"""

import ctypes
import subprocess
import sys

READ_WRITE, NOBODY_ELSE, AS_IT_IS = 0xC0000000, 0, 3


def main(path: str, command: list[str]) -> int:
    """Hold the file with an exclusive handle while the command runs."""
    create = ctypes.CDLL("kernel32").CreateFileW  # on 64 bits there is one way to call
    create.restype = ctypes.c_void_p
    handle = create(path, READ_WRITE, NOBODY_ELSE, None, AS_IT_IS, 0, None)
    if handle == ctypes.c_void_p(-1).value:
        raise OSError(f"{path} cannot be held")
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
