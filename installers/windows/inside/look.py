"""Runs under Wine: opens the real window on a document, waits until it shows it, takes its picture and ends.

python look.py DOCUMENT PICTURE: prints the title and every module that does not come from the program's folder.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

import planner.app.main as program

ASK_MS, LAST = 100, 600
"""How often it is looked whether the window is ready, and how many times at most."""


def main(document: Path, picture: Path) -> int:
    """Run the program as it is, with somebody who looks at it."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    asked = 0
    ended: list[str] = []

    def look() -> None:
        nonlocal asked
        asked += 1
        shown = [each for each in QApplication.topLevelWidgets() if document.name in each.windowTitle()]
        if not shown and asked < LAST:
            return
        timer.stop()
        for window in shown:
            window.grab().save(str(picture))
            ended.append(window.windowTitle())
        QApplication.closeAllWindows()
        QApplication.quit()

    application = QApplication(sys.argv[:1])
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(ASK_MS)
    code = program.run(document)
    sys.excepthook = sys.__excepthook__  # from here on nobody sees a box
    folder = Path(sys.executable).resolve().parent
    places = {name: Path(getattr(module, "__file__", None) or folder) for name, module in list(sys.modules.items())}
    # What PySide6 carries within its libraries names places that do not exist.
    strange = [name for name, at in places.items() if at.exists() and not at.is_relative_to(folder)]
    strange.remove("__main__")
    print("title", *ended)
    print("elsewhere", *strange)
    print("modules", len(places))
    del application
    return code or (0 if ended else 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
