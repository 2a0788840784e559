"""Runs here, on the display where a window of Wine stands: takes the screen's picture when it no longer changes.

python screen.py PICTURE: prints how many colours it has; ends with 1 where nothing shows.
"""

import sys
import time

from PySide6.QtGui import QGuiApplication, QImage

LEAST_COLOURS, TRIES = 40, 240


def main(path: str) -> int:
    """Look twice a second until two pictures are equal and show something."""
    application = QGuiApplication(sys.argv[:1])
    before, colours = QImage(), 0
    for _ in range(TRIES):
        now = application.primaryScreen().grabWindow(0).toImage()
        small = now.scaled(200, 130)
        colours = len({small.pixel(x, y) for x in range(small.width()) for y in range(small.height())})
        if now == before and colours >= LEAST_COLOURS:
            break
        before = now
        time.sleep(0.5)
    now.save(path)
    print("colours", colours)
    return 0 if colours >= LEAST_COLOURS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
