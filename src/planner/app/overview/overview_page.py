"""概要 · what a head of office reads in half a minute: ceilings, bridge, findings, programs, scenarios, later years."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.overview.pictures import PICTURES, heights, placed, rows_for
from planner.app.overview.scene import ADD, Picture, Scene
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import Canvas
from planner.app.widgets.charts.picture import Mark, content_of, image_of
from planner.app.widgets.charts.picture_panel import PicturePanel
from planner.app.widgets.elided import ElidedLabel
from planner.app.widgets.file_names import ask_target
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import Label
from planner.core.errors import UserError
from planner.core.overview.overview import Overview, overview
from planner.files.whole import write_whole
from planner.words.texts import Texts

QUIET_MS = 150
"""So long nothing must move before the pictures follow: an edit waits for none of them."""


class OverviewPage(QWidget):
    """The pictures of what is shown, laid out for the room there is; they work only while they are seen.

    Signals:
        jumped(Place): the reader wants to be there.
        wanted(str): the reader wants a page, or what `scene` names beside.
        refused(UserError): a picture could not be written.
        told(str): what was done.
    """

    jumped = Signal(object)
    wanted = Signal(str)
    refused = Signal(object)
    told = Signal(str)

    def __init__(self, session: Session, texts: Texts, suggested: Callable[[str], Path]) -> None:
        super().__init__()
        self._session, self._texts, self._suggested = session, texts, suggested
        self.scene: Scene | None = None
        self._stale = True
        _ = texts._
        self.setObjectName("overview")
        self.panels = {
            picture.key: PicturePanel(
                _(picture.title), [_(head) for head in (picture.first, *picture.heads)], texts, ruled=True
            )
            for picture in PICTURES
        }
        self.title, self.note = Label(_("Overview")), ElidedLabel()
        self.title.setFont(theme.sized(theme.TITLE_POINTS, bold=True))
        self.copy_button = self._button(_("Copy the picture"), "", self.copy)
        self.save_button = self._button(_("Save the picture…"), "", self.ask_save)
        self.table_button = self._button(_("Tables"), "table", self.turn_all)
        self.print_button = self._button(_("Print on one A4"), "", self.ask_print)
        self._lay_out()
        for panel in self.panels.values():
            panel.wanted.connect(self._go)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.refresh)
        session.changed.connect(self._on_changed)
        session.settled.connect(self._on_settled)
        self.setFocusProxy(self.panels["ceilings"])

    def _button(self, text: str, drawn: str, call: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setProperty("look", "quiet")
        button.setText(text)
        if drawn:
            button.setIcon(icon(drawn))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda _checked: call())
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(14), theme.px(4), theme.px(8), theme.px(4))
        head.setSpacing(theme.px(10))
        head.addWidget(self.title)
        head.addWidget(self.note, 1)
        for button in (self.copy_button, self.save_button, self.table_button, self.print_button):
            head.addWidget(button)
        self.sheet = _Sheet(self.panels)
        self._nothing = QWidget()
        empty = QVBoxLayout(self._nothing)
        words = Label(self._texts._("There are no lines yet"))
        words.setFont(theme.sized(theme.TITLE_POINTS))
        self.add_button = QPushButton(self._texts._("Add a line"))
        self.add_button.clicked.connect(lambda: self.wanted.emit(ADD))
        empty.addStretch(1)
        for part in (words, self.add_button):
            empty.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        empty.addStretch(2)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def regions(self) -> list[QWidget]:
        """What F6 goes through."""
        if self._stack.currentWidget() is self._nothing:
            return [self.add_button]
        return [panel for panel in self.panels.values() if panel.stops]

    # ---------------------------------------------------------------- following the document

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _on_changed(self, moved: Moved) -> None:
        if moved.document or moved.scenario or moved.view or moved.opening:
            self._follow()

    def _on_settled(self) -> None:
        self._follow()

    def _follow(self) -> None:
        """The pictures are of something else now: they are painted once nothing moves, if anybody looks."""
        self._stale = True
        if self.isVisible():
            self._quiet.start()

    @property
    def is_waiting(self) -> bool:
        """Whether the pictures are still to follow."""
        return self._quiet.isActive()

    def refresh(self) -> None:
        """Show what is so now."""
        self._quiet.stop()
        self._stale = False
        session, state = self._session, self._session.state
        known = None if self.scene is None else self.scene.facts
        facts: Overview = overview(
            state.document,
            state.scenario,
            session.evaluation_of,
            ceilings=session.ceilings,
            examination=None if session.is_settling else session.examination,
            checked=session.figures,
            view=state.shown_view,
            known=known,
        )
        self._show_scene(Scene(facts, self._texts))

    def _show_scene(self, scene: Scene) -> None:
        self.scene = scene
        self.note.setText(" · ".join(about(scene)))
        empty = scene.facts.is_empty
        self._stack.setCurrentWidget(self._nothing if empty else self.sheet)
        for button in (self.copy_button, self.save_button, self.table_button, self.print_button):
            button.setEnabled(not empty)
        if empty:
            self.setFocusProxy(self.add_button)
            return
        self.setFocusProxy(self.panels["ceilings"])
        for picture in PICTURES:
            self.panels[picture.key].show_drawing(partial(_drawn, picture, scene))
        order = [self.print_button, *(stop for panel in self.panels.values() for stop in panel.stops)]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _go(self, mark: Mark) -> None:
        """Lead to what a mark speaks of."""
        if isinstance(mark.goal, Place):
            self.jumped.emit(mark.goal)
        else:
            self.wanted.emit(mark.goal)

    # ---------------------------------------------------------------- tables behind

    def turn(self) -> None:
        """Show the table behind the picture the cursor is in, else behind the bridge; or the picture again."""
        if self.scene is None or self.scene.facts.is_empty:
            return
        focus = QApplication.focusWidget()
        within = (panel for panel in self.panels.values() if focus is not None and panel.isAncestorOf(focus))
        next(within, self.panels["bridge"]).turn()

    def turn_all(self) -> None:
        """Show all tables, or where any is shown the pictures again."""
        any_table = any(panel.table is not None for panel in self.panels.values())
        for panel in self.panels.values():
            if (panel.table is not None) == any_table:
                panel.turn()

    # ---------------------------------------------------------------- taking it elsewhere

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        panel = next((each for each in self.panels.values() if each.geometry().contains(self._at(event))), None)
        menu, _ = QMenu(self), self._texts._
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wanted = list(self.panels.values()) if panel is None else [panel]
        menu.addAction(_("Copy the picture"), lambda: self.copy(wanted))
        menu.addAction(_("Save the picture…"), lambda: self.ask_save(wanted))
        for each in wanted if panel is not None else ():
            menu.addAction(_("Table behind the picture"), each.turn)
        menu.popup(event.globalPos())

    def _at(self, event: QContextMenuEvent) -> QPoint:
        return self.sheet.mapFromGlobal(event.globalPos())

    def copy(self, panels: Sequence[PicturePanel] = ()) -> None:
        """Put the pictures, or some of them, on the clipboard."""
        size = self._around(panels).size()
        image = image_of(partial(self._draw, panels), size, self.devicePixelRatioF())
        QGuiApplication.clipboard().setImage(image)
        self.told.emit(self._texts._("The picture is on the clipboard."))

    def ask_save(self, panels: Sequence[PicturePanel] = ()) -> None:
        """Ask for a name and save the pictures, or some of them."""
        title = self._texts._("Save the picture…")
        target = ask_target(self, title, self._suggested(".png"), "PNG (*.png);;SVG (*.svg)", ".png", ".svg")
        if target is not None:
            self._written(lambda: self.save(target, panels), target)

    def save(self, path: Path, panels: Sequence[PicturePanel] = ()) -> None:
        """Save the pictures as PNG or SVG, by the name's ending; `UserError` when it cannot be written."""
        write_whole(path, content_of(partial(self._draw, panels), self._around(panels).size(), path.suffix))

    def _around(self, panels: Sequence[PicturePanel]) -> QRect:
        """The place of the pictures on the sheet."""
        found = QRect()
        for panel in panels or self.panels.values():
            found = found.united(panel.geometry())
        return found

    def _draw(self, panels: Sequence[PicturePanel], canvas: Canvas, room: QRectF) -> Sequence[Mark]:
        around = self._around(panels)
        fine = room.width() / around.width()
        marks: list[Mark] = []
        for panel in panels or self.panels.values():
            place = QRectF(panel.geometry().translated(-around.topLeft()))
            marks += panel.draw_on(canvas, QRectF(place.topLeft() * fine, place.size() * fine))
        return marks

    def ask_print(self) -> None:
        """Ask for a printer and print the sheet."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - on first use

        from planner.app.overview.brief import paint_brief  # noqa: PLC0415 - on first use
        from planner.app.paper import landscape  # noqa: PLC0415 - as above

        if self.scene is None or self.scene.facts.is_empty:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(landscape())
        if QPrintDialog(printer, self).exec():
            pages = paint_brief(printer, Scene(self.scene.facts, self._texts, leads=False))
            self.told.emit(self._texts._("Pages printed: {pages}.").format(pages=pages))

    def _written(self, call: Callable[[], object], path: Path) -> None:
        try:
            call()
        except UserError as error:
            self.refused.emit(error)
        else:
            self.told.emit(self._texts._("The picture is written: {path}").format(path=path))


def about(scene: Scene) -> list[str]:
    """What the sheet is about: the document, the year, the scenario, the view."""
    facts, texts = scene.facts, scene.texts
    portfolio, view = facts.portfolio, facts.view
    said = [texts.name(portfolio.title, portfolio.title_en), scene.scenario(facts.scenario)]
    said.append(texts._("All programs") if view is None else texts.name(view.name, view.name_en))
    return [each for each in said if each]


def _drawn(picture: Picture, scene: Scene, canvas: Canvas, room: QRectF) -> Sequence[Mark]:
    return picture.draw(canvas, room, scene)


class _Sheet(QWidget):
    """The pictures in the rows that the width has room for; higher where these need it."""

    def __init__(self, panels: Mapping[str, PicturePanel]) -> None:
        super().__init__()
        self._panels = panels
        for panel in panels.values():
            panel.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return theme.px(sum(heights(rows_for(width / theme.zoom()))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rows = rows_for(self.width() / theme.zoom())
        for picture, place in placed(rows, QRectF(self.rect())):
            self._panels[picture.key].setGeometry(place.toRect())
