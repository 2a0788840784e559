"""Classing lines in bulk: 要求 or 要望, 裁量 or 義務, for whatever is ticked, as one edit with its reason.

Nothing is guessed: a line stays without a class until an officer gives it one.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from planner.app.check.classify_model import AMOUNT, ITEM, ClassifyModel
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.lists import ListView
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.ceilings.classes import CLASS_FIELDS, classes_of
from planner.core.edits.values import Entry, open_scenario
from planner.core.errors import UserError
from planner.core.model.fields import DEMAND, UNPRICED, Field
from planner.core.money import format_amount
from planner.words.texts import Texts


class ClassifyPanel(QWidget):
    """The lines with their ticks, and above them what they shall be; it works only while it is in front.

    Signals:
        jumped(Place): a line was double-clicked, or Enter pressed on it.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts, self._shown = session, texts, False
        _ = texts._
        self.title, self.counted, self.refusal = Label(), Label(), Label()
        self.title.setFont(theme.sized(theme.POINTS, bold=True))
        self.counted.setProperty("tone", "second")
        self.refusal.setProperty("tone", "warning")
        self.refusal.setWordWrap(True)
        self.every = QCheckBox(_("Classified lines too"))
        self.boxes = {field.key: self._box(field) for field in CLASS_FIELDS}
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("For example: item 2 of the budget guidelines"))
        self.apply = QPushButton(_("Classify"))
        self.apply.setProperty("look", "primary")
        self.list = ListView("classes", _("Lines to be classified"), (44, 14, 14))
        self.list.setTabKeyNavigation(False)
        self.model = ClassifyModel(session, texts, self)
        self.list.setModel(self.model)
        header = self.list.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(ITEM, QHeaderView.ResizeMode.Stretch)
        self._lay_out()
        self.list.installEventFilter(self)
        self.list.doubleClicked.connect(self._go)
        self.every.toggled.connect(self._refresh)
        self.apply.clicked.connect(self.classify)
        self.reason.returnPressed.connect(self.classify)
        self.model.ticked.connect(self._show_ticked)
        for box in self.boxes.values():
            box.currentIndexChanged.connect(self._show_ticked)
        session.changed.connect(self._on_changed)

    def _box(self, field: Field) -> QComboBox:
        """What a field shall be; first that it stays as it is."""
        box, _ = QComboBox(), self._texts._
        box.setAccessibleName(_(field.label))
        box.addItem(_("{field}: as it is").format(field=_(field.label)), None)
        for value, name in enumerate(field.choices):
            if value and not (field is DEMAND and value == UNPRICED):  # an item without amount is a figure, no class
                box.addItem(_(name), value)
        return box

    def _lay_out(self) -> None:
        above, below, why = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for part in (self.title, self.counted):
            above.addWidget(part)
        above.addStretch(1)
        above.addWidget(self.every)
        reason = Label(self._texts._("Reason"))
        reason.setBuddy(self.reason)
        for box in self.boxes.values():
            below.addWidget(box)
        below.addStretch(1)
        for widget in (reason, self.reason, self.apply):
            why.addWidget(widget, int(widget is self.reason))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(each) for each in (12, 8, 12, 8)))
        layout.addLayout(above)
        layout.addLayout(below)
        layout.addLayout(why)
        layout.addWidget(self.refusal)
        layout.addWidget(self.list, 1)

    # ---------------------------------------------------------------- what is shown

    def set_shown(self, shown: bool) -> None:
        """Say whether the panel is in front."""
        self._shown = shown
        if shown:
            self._refresh()

    def tick(self, lines: Sequence[str]) -> None:
        """Tick these lines; where one of them has its classes already, all lines are listed."""
        state = self._session.state
        rows = [state.portfolio.line_index[line] for line in lines]
        if any(0 not in classes_of(state.evaluation, row) for row in rows):
            self.every.setChecked(True)
        self.model.tick(lines)
        place = next((at for at, each in enumerate(self.model.rows) if each.row in rows), -1)
        if place >= 0:
            self._put_cursor(place)

    def _on_changed(self, moved: Moved) -> None:
        if self._shown and (moved.figures or moved.unit or moved.portfolio or moved.scenario):
            self._refresh()

    def _refresh(self) -> None:
        place, _ = self.list.currentIndex(), self._texts._
        row, column = place.row(), max(place.column(), ITEM)
        self.model.refresh(every=self.every.isChecked())
        self.title.setText(_("Unclassified lines: {n}").format(n=f"{self.model.lacking:,}"))
        if self.model.rows:
            self._put_cursor(min(max(row, 0), len(self.model.rows) - 1), column)
        self._widen()

    def _widen(self) -> None:
        """Give the columns room for what may stand in them; to measure what does would cost with every edit."""
        state = self._session.state
        total = state.evaluation.total[1].yen
        kinds = ([self._texts.value(field, value) for value in range(len(field.choices))] for field in CLASS_FIELDS)
        texts = [format_amount(-abs(total), state.unit)], *kinds
        bold, plain = (QFontMetrics(font) for font in (theme.bold(theme.table_font()), theme.table_font()))
        for column, (words, metrics) in enumerate(zip(texts, (bold, plain, plain), strict=True), AMOUNT):
            widest = max(map(metrics.horizontalAdvance, words)) + theme.px(20)
            self.list.setColumnWidth(column, max(widest, self.list.horizontalHeader().sectionSizeHint(column)))

    def _put_cursor(self, place: int, column: int = ITEM) -> None:
        """Put the cursor on a row, which alone is selected then, whatever keys are held."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.list.selectionModel().setCurrentIndex(self.model.index(place, column), flags)
        self.list.scrollTo(self.model.index(place, column))

    def _show_ticked(self) -> None:
        """Say how many are ticked, and why they cannot be classed where they cannot."""
        chosen, _ = len(self.model.chosen), self._texts._
        self.counted.setText(_("{n} ticked (Space)").format(n=f"{chosen:,}"))
        refused = self._refused()
        self.refusal.setText(refused)
        self.refusal.setVisible(bool(refused))
        wanted = any(box.currentData() is not None for box in self.boxes.values())
        self.apply.setEnabled(bool(chosen) and wanted and not refused)

    def _refused(self) -> str:
        state = self._session.state
        try:
            open_scenario(state.document, state.scenario)
        except UserError as error:
            return error.render(self._texts.translate)
        return ""

    # ---------------------------------------------------------------- what is done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space ticks the rows selected, Enter leads to the line."""
        if watched is self.list and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Space:
                self.model.toggle(sorted({index.row() for index in self.list.selectionModel().selectedRows()}))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go(self.list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            each = self.model.rows[index.row()]
            self.jumped.emit(Place(program=each.program) if each.row is None else Place(row=each.row))

    def classify(self) -> None:
        """Give the ticked lines the classes chosen, as one edit."""
        if not self.apply.isEnabled():
            return
        year = self._session.state.portfolio.request_year
        wanted = {key: box.currentData() for key, box in self.boxes.items() if box.currentData() is not None}
        entries = [Entry(line, key, year, value) for line in self.model.chosen for key, value in wanted.items()]
        self._session.set_values(self._texts._("Classify"), entries, self.reason.text().strip())
        self.model.tick(())
