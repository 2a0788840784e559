"""Runs commands of the planner one after the other in one process, under Wine and here alike.

python commands.py ASKED SAID: ASKED holds the commands, lists of words as JSON; SAID gets of each its exit code and
what it said. `cp OLD NEW` copies a file.
"""

import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from planner.__main__ import main as planner


def main(asked: Path, said: Path) -> int:
    """Run them all where this was started."""
    ended: list[tuple[int, str]] = []
    for command in json.loads(asked.read_text(encoding="utf-8")):
        told = io.StringIO()
        if command[0] == "cp":
            shutil.copy(*command[1:])
            code = 0
        else:
            with redirect_stdout(told), redirect_stderr(told):
                code = planner(command)
        ended.append((code, told.getvalue()))
    said.write_text(json.dumps(ended), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
