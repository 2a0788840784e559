"""The ceilings at the right: a row each, and of the one chosen in words what uses it up; own ones are added here."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, Qt, QUrl, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from planner.app.check.ceiling_dialog import CeilingDialog
from planner.app.check.ceiling_gauges import LINES, CeilingGauges
from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.lists import Index, TableModel
from planner.app.widgets import theme
from planner.app.widgets.cards import card_height
from planner.app.widgets.plain import plain_tip
from planner.core.ceilings.judge import Judgement, Verdict
from planner.core.check.ceilings import why_unknown
from planner.core.edits.ceilings import remove_ceiling
from planner.core.errors import N_
from planner.core.model.ceilings import Ceiling
from planner.core.money import format_change
from planner.words.ceilings import amount_between, ceiling_in_words, ceiling_name, kinds_text, scope_text, state_text
from planner.words.figures import unit_name
from planner.words.texts import Texts

LARGEST = 8
"""So many of the lines that grew most, or lack a kind, are listed."""
GAUGES = 2
"""So many ceilings are seen before one scrolls, unless there is more room."""
SHORT_NAMES = {Verdict.HOLDS: N_("within"), Verdict.BROKEN: N_("over"), Verdict.UNKNOWN: N_("cannot judge")}
NAME, ROOM, STATE, LIMITED, ALLOWANCE = range(5)


class CeilingModel(TableModel):
    """名称, 残り, 状態, 対象額, 上限額 of every ceiling of the request year."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Ceiling"), _("Room"), _("State"), _("Limited"), _("Allowance"))
        self._count = 0

    def refresh(self) -> None:
        """Show the ceilings as they are now; which one is chosen stays."""
        count = len(self._session.judged)
        if count != self._count:
            self.beginResetModel()
            self._count = count
            self.endResetModel()
        elif count:
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, ALLOWANCE))

    def judgement_at(self, row: int) -> Judgement:
        """The judgement in a row."""
        return self._session.judged[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = 0) -> Any:
        if index.row() >= len(self._session.judged):
            return None  # a ceiling has just gone
        found, column = self.judgement_at(index.row()), index.column()
        amount = column not in (NAME, STATE)
        if role == Qt.ItemDataRole.TextAlignmentRole and amount:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and found.verdict is Verdict.BROKEN and column in (ROOM, STATE):
            return theme.tokens().error
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(ceiling_in_words(found, self._session.state.unit, self._texts))
        if role == Qt.ItemDataRole.AccessibleTextRole and column == NAME:
            return ceiling_in_words(found, self._session.state.unit, self._texts)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if column == NAME:
            return ceiling_name(found.ceiling, self._texts)
        if column == STATE:
            return self._texts._(SHORT_NAMES[found.verdict])
        shown = {ROOM: found.room, LIMITED: found.limited, ALLOWANCE: found.allowance}
        return amount_between(shown[column], self._session.state.unit, self._texts)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and section not in (NAME, STATE):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().headerData(section, orientation, role)


class CeilingPanel(QWidget):
    """The list of ceilings, the one chosen in words, and the buttons for own ones; it works only while it is in front.

    Signals:
        jumped(Place): a line named in the words was clicked.
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._shown = False
        self.dialog: CeilingDialog | None = None
        _ = texts._
        self.model = CeilingModel(session, texts, self)
        self.list = CeilingGauges(session, texts, self.model)
        self.words = QTextBrowser()
        self.words.setAccessibleName(_("The ceiling in words"))
        self.words.setOpenLinks(False)
        self.words.setFont(theme.table_font())
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words.anchorClicked.connect(self._on_link)
        self.add, self.change, self.remove = (
            QPushButton(text) for text in (_("Add a ceiling…"), _("Change…"), _("Remove"))
        )
        buttons = QHBoxLayout()
        buttons.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        for button, call in ((self.add, self._add), (self.change, self._change), (self.remove, self._remove)):
            button.clicked.connect(call)
            buttons.addWidget(button)
        buttons.addStretch(1)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.addWidget(self.list)
        parts.addWidget(self.words)
        parts.setStretchFactor(1, 1)
        parts.setSizes([GAUGES * card_height(LINES), theme.px(300)])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(buttons)
        layout.addWidget(parts)
        self.list.selectionModel().currentRowChanged.connect(self._show)
        self.list.activated.connect(self._change)
        session.changed.connect(self._on_changed)

    def set_shown(self, shown: bool) -> None:
        """Say whether the panel is in front."""
        self._shown = shown
        if shown:
            self._refresh()

    def _on_changed(self, moved: Moved) -> None:
        if self._shown and (moved.figures or moved.ceilings or moved.unit):
            self._refresh()

    def _refresh(self) -> None:
        row = max(self.list.currentIndex().row(), 0)
        self.model.refresh()
        if self.model.rowCount():
            index = self.model.index(min(row, self.model.rowCount() - 1), 0)
            self.list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            )
        self._show()

    def _chosen(self) -> Ceiling | None:
        """The ceiling chosen, `None` where none is."""
        row = self.list.currentIndex().row()
        return self._session.judged[row].ceiling if 0 <= row < len(self._session.judged) else None

    def _own(self) -> Ceiling | None:
        """The ceiling chosen when it is the document's own; those that are published stay as they are."""
        chosen = self._chosen()
        return chosen if chosen in self._session.state.document.ceilings else None

    def _show(self) -> None:
        own = self._own() is not None
        self.change.setEnabled(own)
        self.remove.setEnabled(own)
        row = self.list.currentIndex().row()
        said = self._in_words(row) if self._chosen() is not None else []
        rules = self._session.rules
        if rules is None:
            year = self._texts.era(self._session.state.portfolio.request_year)
            said.append(escape(self._texts._("No published rule for {year} comes with the program.").format(year=year)))
        else:
            said += [f"<i>{escape(each)}</i>" for each in (self._texts.name(rules.note, rules.note_en),) if each]
        self.words.setHtml("".join(f"<p>{each}</p>" for each in said))

    def _in_words(self, row: int) -> list[str]:
        """What is limited and how it stands, what breaks it or is not known, where it is written."""
        found, judged, _, texts = self._session.judged[row], self._session.judged, self._texts._, self._texts
        state = self._session.state
        ceiling, portfolio = found.ceiling, state.portfolio
        over = f"{scope_text(ceiling.scope, portfolio, texts)} · {kinds_text(ceiling.kinds, texts)}"
        said = [f"<b>{escape(ceiling_name(ceiling, texts))}</b><br>{escape(over)}"]
        parts = ((_("Limited"), found.limited), (_("Allowance"), found.allowance), (_("Room"), found.room))
        figures = " · ".join(f"{name} {amount_between(amount, state.unit, self._texts)}" for name, amount in parts)
        said.append(escape(f"{state_text(found, texts)} — {figures} ({unit_name(state.unit, texts)})"))
        if found.verdict is Verdict.UNKNOWN:
            said.append(escape(why_unknown(found).render(texts.translate)))
        unsettled = judged.unsettled(row, LARGEST)
        if unsettled:
            named = [self._line(line) for line in unsettled] + ["…"] * (found.unsettled > len(unsettled))
            said.append("<br>".join([escape(_("Lines whose kind is not stated:")), *named]))
        if found.missing:
            said.append(escape(_("Figures left out, as no sheet prints them: {count}.").format(count=found.missing)))
        grown = judged.increases(row, LARGEST)
        lines = [f"{self._line(line)} {format_change(increase, state.unit)}" for line, increase in grown]
        if lines:
            said.append("<br>".join([escape(_("Largest increases on the previous year:")), *lines]))
        if ceiling.source:
            said.append(escape(ceiling.source))
        return said

    def _line(self, line: int) -> str:
        """A line by name, to be clicked."""
        portfolio, name = self._session.state.portfolio, self._texts.name
        program = portfolio.programs[portfolio.lines.program[line]]
        label = name(portfolio.lines.labels[line], portfolio.lines.labels_en[line])
        return f'<a href="{line}">{escape(f"{name(program.name, program.name_en)} › {label}")}</a>'

    def _on_link(self, url: QUrl) -> None:
        self.jumped.emit(Place(row=int(url.toString())))

    # ---------------------------------------------------------------- own ceilings

    def _add(self) -> None:
        self._open(None)

    def _change(self) -> None:
        own = self._own()
        if own is not None:
            self._open(own)

    def _open(self, ceiling: Ceiling | None) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = CeilingDialog(self.window(), self._session, self._texts, ceiling)
        self.dialog.finished.connect(self._forget)
        self.dialog.show()

    def _forget(self) -> None:
        self.dialog = None

    def _remove(self) -> None:
        own = self._own()
        if own is not None:
            self._session.edit(self._texts._("Remove the ceiling"), lambda document: remove_ceiling(document, own.id))
