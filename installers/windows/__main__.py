"""python3 dev.py windows: builds the program for Windows into `dist`, signs it, or proves it under Wine."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from installers.windows.build import build
from installers.windows.inputs import ROOT, Refusal
from installers.windows.signing import Signer


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments say; the exit code."""
    chosen = parser().parse_args(arguments)
    began = time.monotonic()
    signer = Signer(chosen.sign, chosen.password, chosen.time_server) if chosen.sign else None
    try:
        if chosen.prove:
            from installers.windows.proof import prove  # noqa: PLC0415 - a build needs no Wine

            return prove(chosen.work, chosen.dist, short=chosen.short)
        product = build(chosen.work, chosen.dist, fast=chosen.fast, signer=signer)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print((chosen.dist / product.sums).read_text(encoding="ascii"), end="")
    print(f"Built in {time.monotonic() - began:.0f} s: {chosen.dist / product.setup}")
    return 0


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    parser = argparse.ArgumentParser(prog="dev.py windows", description=__doc__, allow_abbrev=False)
    parser.add_argument("--fast", action="store_true", help="pack quickly instead of tightly")
    parser.add_argument("--sign", type=Path, metavar="PKCS12", help="sign with this certificate and key")
    parser.add_argument("--password", type=Path, metavar="FILE", help="the file that holds the certificate's password")
    parser.add_argument("--time-server", default="", metavar="URL", help="let this server attest the time of signing")
    parser.add_argument("--prove", action="store_true", help="build, then install and work with it under Wine")
    parser.add_argument("--short", action="store_true", help="with --prove: no test suite, packed quickly")
    parser.add_argument("--work", type=_place, default=ROOT / "build" / "windows", help="what is needed on the way")
    parser.add_argument("--dist", type=_place, default=ROOT / "dist", help="where the results go")
    return parser


def _place(said: str) -> Path:
    return Path(said).resolve()  # Wine asks for whole paths


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
