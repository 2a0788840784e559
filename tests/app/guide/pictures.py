"""The pictures of the guide, as they are made: `python -m tests.app.guide.pictures` writes them anew.

They show the built-in request in a window of its own, in the light colours, cut to what their chapter speaks of.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QPoint, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from planner.app.documents.document_file import DocumentFile
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.together.share_model import SHARE
from planner.app.together.split_dialog import SplitDialog
from planner.app.whatif.seek_page import SeekPage
from planner.app.widgets import theme
from planner.app.widgets.tokens import LIGHT
from planner.app.window.main_window import MainWindow
from planner.core.edits.parts import hand_in, send_back
from planner.core.edits.scenarios import branch
from planner.core.edits.values import Author, Entry, new_document, set_values
from planner.core.model.document import WORKING, Document
from planner.core.model.parts import Comment
from planner.files.document.backups import Backups
from planner.files.document.store import open_document, save_document
from planner.files.portfolio.reading import built_in_portfolio
from planner.files.submission.options import SHEET_NAMES, SheetKind, Sign
from planner.resources import resource
from planner.words.texts import LANGUAGES, texts_for
from tests.samples import DC1

WIDTH = 660
"""Pixels of every picture: so wide is the text of the guide."""
NAMES = ("overview", "lines", "compare", "check", "whatif", "send", "together")
Wait = Callable[[Callable[[], bool]], object]
"""Runs the program on until something is so."""


def example(language: str) -> Document:
    """What is shown: a rate raised for a reason, and a scenario below."""
    is_japanese = language == "ja"
    made = new_document(built_in_portfolio(), WORKING.render(texts_for(language).translate))
    why = "民間初任給（25.2万円/月）との差を縮めるため" if is_japanese else "closer to starting pay elsewhere"
    made = set_values(made, 1, [Entry(DC1, "rate", 2026, 3_200_000)], why)
    made = branch(made, 1, "大臣説明案" if is_japanese else "For the minister")
    return set_values(made, 2, [Entry(DC1, "quantity", 2026, 700)], "採用増" if is_japanese else "more fellows")


def pictures(window: MainWindow, wait: Wait) -> Iterator[tuple[str, QImage]]:
    """Each picture by its name, taken of a window on `example`."""
    window.preparation.stop()
    window.session.show(scenario=1)
    wait(lambda: not window.session.is_settling and not window.findings.pending)
    window.resize(1010, 640)
    window.pages.show_page("overview")
    settle()
    yield "overview", fitted(window.pages, window.pages.rect())
    window.resize(WIDTH + 50 + 240, 560)
    window.pages.show_page("lines")
    window.session.show(program=window.session.state.portfolio.program_index["fellows/dc"])
    window.work.jumps.to(Place(row=window.session.state.portfolio.line_index[DC1]))
    settle()
    yield "lines", cropped(window.work.page.table, QRect(0, 0, WIDTH, 250), above=window.work.bar.height())
    window.pages.show_page("compare")
    page = window.comparison.page
    assert page is not None
    wait(lambda: page.model.tree is not None)
    settle()
    yield "compare", cropped(window.pages, QRect(0, 0, WIDTH, 300))
    window.menus.actions["go.ceilings"].trigger()
    settle()
    yield "check", cropped(window.pages, QRect(0, 0, WIDTH, 300))
    window.resize(1366, 640)
    window.menus.actions["whatif.seek"].trigger()
    drawer = window.work.what_if.drawer
    assert drawer is not None and isinstance(drawer.front, SeekPage)
    drawer.front.amount.setText("12,000百万円")
    drawer.front.change()
    wait(lambda: drawer.front.is_settled)
    settle()
    yield "whatif", cropped(drawer, QRect(0, 0, drawer.width(), 340))
    window.work.what_if.close()
    window.ways.hand_over()
    handover = window.handover.page
    assert handover is not None
    language, sign = handover.choices.language, handover.choices.sign
    language.setCurrentIndex(language.findData(window.texts.language))
    sign.setCurrentIndex(sign.findData((Sign.WHITE if window.texts.language == "ja" else Sign.MINUS).name))
    first = window.texts.name(*SHEET_NAMES[SheetKind.OVERVIEW])
    wait(lambda: handover.preview.model.rowCount() > 0 and handover.preview.pick.currentText() == first)
    settle()
    yield "send", cropped(window.pages, QRect(0, 0, WIDTH, 400))  # without the folder of whoever makes it
    with TemporaryDirectory() as folder:
        yield "together", together(window, Path(folder), wait)


def together(window: MainWindow, folder: Path, wait: Wait) -> QImage:
    """The board a while after parts went out: one was sent back, one is over its ceiling."""
    window.resize(1150, 640)
    board, is_japanese = window.ways.show_board(), window.texts.language == "ja"
    board.verbs.send_out()
    (dialog,) = window.findChildren(SplitDialog)
    dialog.folder.setText(str(folder / "parts"))
    dialog.deadline.setText("2026-06-30")
    dialog.by.setCurrentIndex(1)
    dialog.by.activated.emit(1)
    dialog.total.setText("430,000,000,000")
    dialog.model.setData(dialog.model.index(1, SHARE), "8,000,000,000")
    dialog.go.click()
    wait(lambda: board.watch.found is not None)
    path = folder / "parts" / window.session.state.document.sent[0].file
    part = open_document(path).document
    by = Author("佐藤" if is_japanese else "Sato", "2026-06-12T10:00:00+09:00")
    part = hand_in(part, 30_573_176_000, "", by)
    said = "単価の根拠を付けてください" if is_japanese else "Say what the rate rests on"
    by = Author("会計課" if is_japanese else "Budget", "2026-06-15T10:00:00+09:00")
    save_document(send_back(part, [Comment(DC1, said)], "", by), path)
    known = board.watch.found
    board.watch.look_again()
    wait(lambda: board.watch.found is not known)
    board.table.selectRow(0)
    for column, width in enumerate((150, 80, 60, 60)):  # so that the room under the ceilings is in the picture
        board.table.setColumnWidth(column, width)
    window.messages.hide()
    settle()
    return fitted(board.across, QRect(0, 0, board.across.width(), 260))


def settle() -> None:
    """Let everything be laid out and painted."""
    for _ in range(4):
        QApplication.processEvents()


def fitted(part: QWidget, room: QRect) -> QImage:
    """The whole of it, as wide as a picture is."""
    image = part.grab(room).toImage()
    return image.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)


def cropped(part: QWidget, room: QRect, above: int = 0) -> QImage:
    """A piece of the window that begins at a part of it, or so much above."""
    corner = part.mapTo(part.window(), QPoint(room.left(), room.top() - above))
    return part.window().grab(QRect(corner, QSize(room.width(), room.height()))).toImage()


def save(image: QImage, path: Path) -> None:
    """Write a picture in its commonest colours: it is small then, and nothing is lost of flat areas and words."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    commonest = Counter(memoryview(plain.constBits()).cast("I")).most_common(256)
    table = [colour for colour, _count in commonest]
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    plain.convertToFormat(QImage.Format.Format_Indexed8, table, flags).save(str(path))


def main() -> None:
    """Write them all."""
    application = QApplication.instance() or QApplication(["planner"])
    assert isinstance(application, QApplication)
    theme.dress(application, LIGHT)
    for language in LANGUAGES:
        folder = Path(sys.argv[1]) / language if len(sys.argv) > 1 else resource(f"guide/{language}")
        folder.mkdir(parents=True, exist_ok=True)
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        session = Session(example(language))
        window = MainWindow(session, texts_for(language), settings, DocumentFile(session, Backups(folder)))
        window.show()

        def wait(is_so: Callable[[], bool]) -> None:
            while not is_so():
                QApplication.processEvents()

        for name, image in pictures(window, wait):
            save(image, folder / f"{name}.png")
        window.hide()
        (folder / "settings.ini").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
