"""Compiles every module of a folder in place, whatever the clock and the place say: python bytecode.py FOLDER SHOWN

Run by the Python whose bytecode is wanted. Tracebacks name the files as they lie under SHOWN; no source stays behind,
but that of files which are no modules (templates that other packages fill in).
"""

import py_compile
import sys
from pathlib import Path


def main(folder: Path, shown: str) -> None:
    """Each module in `folder` becomes bytecode beside nothing."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for source in sorted(folder.rglob("*.py")):
        name = "/".join(part for part in (shown, *source.relative_to(folder).parts) if part)
        try:
            py_compile.compile(str(source), f"{source}c", name, doraise=True, invalidation_mode=mode)
        except (py_compile.PyCompileError, SyntaxError):
            continue
        source.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
