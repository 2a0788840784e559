"""Compiles every module of a folder in place, whatever the clock and the place say: python bytecode.py FOLDER SHOWN

Run by the Python whose bytecode is wanted. Tracebacks name the files as they lie under SHOWN; no source stays behind,
but that of files which are no modules (templates that other packages fill in).
"""

import py_compile
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path


def main(folder: Path, shown: str) -> None:
    """Each module in `folder` becomes bytecode beside nothing."""
    with ProcessPoolExecutor() as workers:
        for _ in workers.map(partial(compiled, folder, shown), sorted(folder.rglob("*.py")), chunksize=16):
            pass


def compiled(folder: Path, shown: str, source: Path) -> None:
    """Put bytecode in the place of a module."""
    name = "/".join(part for part in (shown, *source.relative_to(folder).parts) if part)
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    try:
        py_compile.compile(str(source), f"{source}c", name, doraise=True, invalidation_mode=mode)
    except (py_compile.PyCompileError, SyntaxError):
        return
    source.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
