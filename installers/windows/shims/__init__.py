"""What Wine 8 lacks of Windows and the program asks for: made for the proof, never shipped."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINE_C_RUNTIME = Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll")
BUILT_IN_MARK = slice(0x40, 0x60)
"""Where Wine marks a library as its own, and then loads it only under its own name."""
NAMES = ("ucrtbase", "ucrtbaso", "icuuc", "mscms", "bcryptprimitives")
GCC = ("x86_64-w64-mingw32-gcc", "-O1", "-shared")
COMPLEX = [
    *("cacos", "cacosh", "casin", "casinh", "catan", "catanh", "ccos", "ccosh", "cexp", "clog", "clog10", "conj"),
    *("cproj", "csin", "csinh", "csqrt", "ctan", "ctanh"),
]
REAL = {"cabs": "cabs(z)", "carg": "carg(z)", "cimag": "cimag(z)", "creal": "creal(z)", "norm": "norm(z)"}
HEAD = """#include <complex.h>
#include <math.h>
typedef struct { double r, i; } D;
typedef struct { float r, i; } F;
static inline double complex of_D(D z) { double complex c; __real__ c = z.r; __imag__ c = z.i; return c; }
static inline double complex of_F(F z) { double complex c; __real__ c = z.r; __imag__ c = z.i; return c; }
static inline D to_D(double complex c) { D z = {__real__ c, __imag__ c}; return z; }
static inline F to_F(double complex c) { F z = {(float)__real__ c, (float)__imag__ c}; return z; }
#define clog10(z) (clog(z) / 2.302585092994045684)
#define norm(z) (creal(z) * creal(z) + cimag(z) * cimag(z))
"""


def make(folder: Path) -> list[Path]:
    """The libraries, to be copied where Windows has its own."""
    folder.mkdir(parents=True, exist_ok=True)
    exported = _exports(WINE_C_RUNTIME)
    own, source = _complex_functions(exported)
    (folder / "ucrtbase.c").write_text(HEAD + source, encoding="ascii")
    lines = [f"  {name}={f'x_{name}' if name in own else f'ucrtbaso.{name}'}\n" for name in exported]
    (folder / "ucrtbase.def").write_text("LIBRARY ucrtbase.dll\nEXPORTS\n" + "".join(lines), encoding="ascii")
    content = bytearray(WINE_C_RUNTIME.read_bytes())
    content[BUILT_IN_MARK] = bytes(BUILT_IN_MARK.stop - BUILT_IN_MARK.start)
    (folder / "ucrtbaso.dll").write_bytes(content)
    bare = ("-nostdlib", "-e", "DllMainCRTStartup")
    _gcc("-static", "-static-libgcc", "-o", "ucrtbase.dll", "ucrtbase.c", "ucrtbase.def", "-lm", at=folder)
    for name in ("icuuc", "mscms"):
        _gcc(*bare, "-o", f"{name}.dll", str(HERE / f"{name}.c"), at=folder)
    _gcc(*bare, "-o", "bcryptprimitives.dll", str(HERE / "bcryptprimitives.c"), "-ladvapi32", at=folder)
    return [folder / f"{name}.dll" for name in NAMES]


def _exports(library: Path) -> list[str]:
    """The names that a library exports."""
    listing = subprocess.run(
        ["x86_64-w64-mingw32-objdump", "-p", str(library)], capture_output=True, text=True, check=True
    ).stdout
    pattern = r"^\s*\[\s*\d+\]\s+(?:\+base\[\s*\d+\]\s+[0-9a-f]+\s+)?(\S+)\s*$"
    names = re.findall(pattern, listing, re.MULTILINE)
    return [name for name in names if re.fullmatch(r"[A-Za-z_?@$][\w?@$]*", name)]


def _complex_functions(exported: list[str]) -> tuple[set[str], str]:
    """Complex functions, which Wine's C runtime only names: those that are ours, and their source."""
    known, own, lines = set(exported), set(), []
    for suffix, kind, real in (("", "D", "double"), ("f", "F", "float"), ("l", "D", "double")):
        for name in COMPLEX:
            if f"{name}{suffix}" in known:
                own.add(f"{name}{suffix}")
                lines.append(f"{kind} x_{name}{suffix}({kind} z) {{ return to_{kind}({name}(of_{kind}(z))); }}")
        for name, value in REAL.items():
            if f"{name}{suffix}" in known:
                own.add(f"{name}{suffix}")
                given = value.replace("(z)", f"(of_{kind}(z))")
                lines.append(f"{real} x_{name}{suffix}({kind} z) {{ return ({real})({given}); }}")
        if f"cpow{suffix}" in known:
            own.add(f"cpow{suffix}")
            power = f"to_{kind}(cpow(of_{kind}(a), of_{kind}(b)))"
            lines.append(f"{kind} x_cpow{suffix}({kind} a, {kind} b) {{ return {power}; }}")
    return own, "\n".join([*lines, ""])


def _gcc(*arguments: str, at: Path) -> None:
    subprocess.run([*GCC, *arguments], cwd=at, check=True, capture_output=True)
