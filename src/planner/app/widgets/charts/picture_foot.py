"""The ways to take a picture elsewhere: onto the clipboard, or into a file as PNG or SVG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QGraphicsView, QHBoxLayout, QPushButton, QWidget

from planner.app.widgets.charts.picture import content_of, image_of
from planner.app.widgets.charts.picture_panel import PicturePanel
from planner.app.widgets.file_names import ask_target, documents_folder
from planner.app.widgets.icons import icon, length
from planner.core.errors import UserError
from planner.files.whole import write_whole
from planner.words.texts import Texts


class PictureFoot(QHBoxLayout):
    """Two buttons under what is drawn: `pictured` is that, `refuse` tells why it cannot be written."""

    def __init__(self, texts: Texts, pictured: Callable[[], QWidget], refuse: Callable[[str], object]) -> None:
        super().__init__()
        self._texts, self._pictured, self._refuse = texts, pictured, refuse
        _ = texts._
        self.copy_button, self.save_button = QPushButton(_("Copy the picture")), QPushButton(_("Save the picture…"))
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.ask_save)
        self.addStretch(1)
        for button in (self.copy_button, self.save_button):
            button.setAutoDefault(False)
            self.addWidget(button)

    def picture(self) -> QImage:
        """What is drawn now."""
        return self._pictured().grab().toImage()

    def content(self, suffix: str) -> bytes:
        """The same as a file: lines for `.svg`, else pixels (PNG)."""
        content, shown = QBuffer(), self._pictured()
        content.open(QBuffer.OpenModeFlag.WriteOnly)
        if suffix.lower() == ".svg":
            from PySide6.QtSvg import QSvgGenerator  # noqa: PLC0415 - on first use

            generator = QSvgGenerator()
            generator.setOutputDevice(content)
            generator.setSize(shown.size())
            generator.setViewBox(shown.rect())
            painter = QPainter(generator)
            if isinstance(shown, QGraphicsView):  # it draws what it shows, not itself
                shown.render(painter)
            else:
                shown.render(painter, QPoint())
            painter.end()
        else:
            self.picture().save(content, "PNG")  # type: ignore[call-overload]
        return bytes(content.data().data())

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.picture())

    def ask_save(self) -> None:
        """Ask for a name and save the picture."""
        suggested, kinds = documents_folder() / "chart.png", "PNG (*.png);;SVG (*.svg)"
        title = self._texts._("Save the picture…")
        target = ask_target(self._pictured(), title, suggested, kinds, ".png", ".svg")
        if target is not None:
            try:
                self.save(target)
            except UserError as error:
                self._refuse(error.render(self._texts.translate))

    def save(self, path: Path) -> None:
        """Save the picture as PNG or SVG, by the name's ending; `UserError` when it cannot be written."""
        write_whole(path, self.content(path.suffix))


class PaintedFoot(PictureFoot):
    """The same under a picture that is painted: it is painted anew, as finely as its place wants it, without its keys.

    `table_button` turns it to the table behind it and back.
    """

    def __init__(self, texts: Texts, panel: PicturePanel, refuse: Callable[[str], object]) -> None:
        super().__init__(texts, lambda: panel, refuse)
        self._panel = panel
        self.table_button = QPushButton(texts._("Table"))
        self.table_button.setIcon(icon("table"))
        self.table_button.setIconSize(length())
        self.table_button.setAutoDefault(False)
        self.table_button.setToolTip(texts._("Table behind the picture"))
        self.table_button.clicked.connect(panel.turn)
        self.insertWidget(0, self.table_button)
        for button, text in ((self.copy_button, texts._("Copy")), (self.save_button, texts._("Save…"))):
            button.setAccessibleName(button.text())
            button.setToolTip(button.text())
            button.setText(text)
        for button in (self.table_button, self.copy_button, self.save_button):
            button.setProperty("look", "quiet")

    def picture(self) -> QImage:
        return image_of(self._panel.draw_on, self._panel.size(), self._panel.devicePixelRatioF())

    def content(self, suffix: str) -> bytes:
        return content_of(self._panel.draw_on, self._panel.size(), suffix)
