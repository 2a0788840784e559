"""Signing what is handed out, with a certificate kept elsewhere: a step of its own, after the build."""

from __future__ import annotations

import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from installers.windows.inputs import Refusal

NAME = "Budget Scenario Planner"


@dataclass(frozen=True)
class Signer:
    """A certificate with its key (PKCS #12), the file that holds its password, and where the time is attested."""

    certificate: Path
    password: Path
    time_server: str = ""

    def command(self, source: str, target: str) -> list[str]:
        """The command that signs a program file."""
        time = ["-ts", self.time_server] if self.time_server else []
        key = ["-pkcs12", str(self.certificate.resolve()), "-readpass", str(self.password.resolve())]
        return ["osslsigncode", "sign", *key, "-h", "sha256", "-n", NAME, *time, "-in", source, "-out", target]

    def sign(self, path: Path) -> None:
        """Sign a program file in place; raises `Refusal`."""
        signed = path.with_name(f"{path.name}.signed")
        ran = subprocess.run(self.command(str(path), str(signed)), capture_output=True, text=True, check=False)
        if ran.returncode:
            raise Refusal(f"{path.name} cannot be signed:\n{ran.stdout}{ran.stderr}")
        signed.replace(path)

    def command_in(self, folder: Path) -> str:
        """The same as a command of NSIS, which puts the uninstaller's name for %1: a script in this folder does it."""
        folder.mkdir(parents=True, exist_ok=True)
        script = folder / "sign.sh"
        command = shlex.join(self.command("FILE", "FILE.signed")).replace("FILE", '"$1"')
        script.write_text(f'set -e\n{command}\nmv "$1".signed "$1"\n', encoding="utf-8")
        return f'sh "{script}" "%1"'
