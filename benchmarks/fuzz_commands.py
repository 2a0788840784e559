"""Random command lines: exit code 0, 1 or 2, and of what cannot be done one line.

python benchmarks/fuzz_commands.py [LINES] [SEED]     default 3000 lines

Every twentieth is a process of its own, whose output goes to a reader that leaves, a full device or nowhere, or that is
interrupted.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from planner.core.edits.values import new_document
from planner.files.document.store import save_document
from planner.files.portfolio.reading import built_in_portfolio
from tests.cli.random_lines import fault, outcome, random_lines

EVERY = 20


def seconds_to_begin() -> float:
    """How long Python itself takes to begin; an interruption before that is not the program's to answer."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import planner.__main__"], check=True)
    return time.perf_counter() - start


def as_process(line: list[str], chance: random.Random) -> tuple[str, int, str]:
    """A command line as a process whose streams fail it: how, its exit code, what it says on standard error."""
    command = [sys.executable, "-m", "planner", *line]
    way = chance.choice(("full", "reader left", "closed", "interrupted"))
    if way == "full":
        with Path("/dev/full").open("wb") as full:
            ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
        return way, ran.returncode, ran.stderr.decode()
    if way == "closed":
        ran = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *command], stderr=subprocess.PIPE, check=False)
        return way, ran.returncode, ran.stderr.decode()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None and process.stderr is not None
    if way == "reader left":
        process.stdout.close()
    else:
        time.sleep(2 * seconds_to_begin() + chance.random())
        process.send_signal(signal.SIGINT)
        process.stdout.read()
    said = process.stderr.read().decode()
    return way, process.wait(), said


def main() -> int:
    """Run the lines and count what they came to."""
    count, seed = (int(each) for each in (sys.argv[1:] + ["3000", "1"][len(sys.argv) - 1 :])[:2])
    chance, tally, wrong, slowest = random.Random(seed), Counter[str](), 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        document = Path("request.bplan")
        save_document(new_document(built_in_portfolio(), "作業案"), document)
        whole = document.read_bytes()
        Path("broken.bplan").write_bytes(whole[:5_000])
        Path("book.xlsx").write_bytes(b"PK\3\4" + bytes(300))
        Path("folder").mkdir()
        for number, line in enumerate(islice(random_lines(seed, Path.cwd()), count)):
            if number % 50 == 0:
                document.write_bytes(whole)
            start = time.perf_counter()
            if number % EVERY == 0 and not any("\udcff" in each or "\0" in each for each in line):
                way, code, said = as_process(line, chance)
                broken = fault(code, "", said)
            else:
                way, (code, out, said) = "in process", outcome(line)
                broken = fault(code, out, said)
            slowest = max(slowest, time.perf_counter() - start)
            tally[f"{way}: exit {code}"] += 1
            if broken:
                wrong += 1
                print(f"{way}: {line!r}\n  {broken}: {said[-400:]}", flush=True)
    for what, number in sorted(tally.items()):
        print(f"{what:<28} {number:>6,}")
    print(f"{'broke the promise':<28} {wrong:>6,}\nslowest {slowest:.1f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
