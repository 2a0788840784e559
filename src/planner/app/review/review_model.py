"""The three columns of a review (三段表) as a table: programs and lines, and what is decided about each line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from planner.app.session.session import Session
from planner.app.tables.lists import Index
from planner.app.widgets import theme
from planner.app.widgets.plain import plain_tip
from planner.core.errors import UserError
from planner.core.money import format_amount, format_change, parse_yen
from planner.core.review.outcome import Answer, counter_entries
from planner.core.review.review import Review, ReviewedLine
from planner.words.figures import unit_name
from planner.words.texts import Texts

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
INDENT = "　"
TOTAL = -1
"""In the place of a program: all of them."""
NAME, PREVIOUS, REQUESTED, EXAMINED, DIFFERENCE, ANSWER, COUNTER, COMMENT = range(8)


MARKS = {Answer.LEAVE: "− ", Answer.ACCEPT: "✓ ", Answer.COUNTER: "↑ "}


class ReviewModel(QAbstractTableModel):
    """The rows of a review with an answer each; what is decided is kept by line, whatever is shown.

    Signals:
        decided(): an answer or an amount to ask for is another now.
        refused(UserError): an amount that was typed cannot stand.
    """

    decided = Signal()
    refused = Signal(object)

    def __init__(self, session: Session, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self.review: Review | None = None
        self._rows: list[int | ReviewedLine] = []
        self._everything = False
        self._answers: dict[int, Answer] = {}
        self._amounts: dict[int, int] = {}
        self.largest_difference = 0
        """The largest cut or rise of a line or program that is listed, in yen: how long bars are."""

    def show(self, review: Review | None) -> None:
        """Take up a review; nothing is decided about it yet."""
        self.beginResetModel()
        self.review = review
        self._answers, self._amounts = {}, {}
        self._list()
        self.endResetModel()
        self.decided.emit()

    def read_anew(self, review: Review) -> None:
        """Take up the same review with other readings of cells; what is decided about its lines stays."""
        self.beginResetModel()
        self.review = review
        self._list()
        self.endResetModel()
        self.decided.emit()

    def show_everything(self, wanted: bool) -> None:
        """Show the lines that nothing is said about as well, or not."""
        self.beginResetModel()
        self._everything = wanted
        self._list()
        self.endResetModel()

    def _list(self) -> None:
        self._rows = [] if self.review is None else [TOTAL, *self.review.rows(everything=self._everything)]
        self.largest_difference = max((abs(self.difference_at(row) or 0) for row in range(len(self._rows))), default=0)

    def tell(self) -> None:
        """Say that amounts are shown in another unit."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, COMMENT))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COMMENT)

    # ---------------------------------------------------------------- what is decided

    @property
    def open_lines(self) -> list[ReviewedLine]:
        """The lines about which something can be decided: those whose figures would change."""
        return [] if self.review is None else [each for each in self.review.lines if each.examined.entries]

    @property
    def answers(self) -> dict[int, Answer]:
        """What is answered about the lines by row."""
        return {each.row: self._answers.get(each.row, Answer.LEAVE) for each in self.open_lines}

    @property
    def countered(self) -> dict[int, int | None]:
        """Lines to ask for again by row, with the amount to ask for, `None` for what was requested."""
        rows = [each.row for each in self.open_lines if self._answers.get(each.row) is Answer.COUNTER]
        return {row: self._amounts.get(row) for row in rows}

    def decide(self, rows: Iterable[int], answer: Answer) -> None:
        """Decide about the lines in these rows of the table; a program's row stands for all lines below it."""
        for row in rows:
            for reviewed in self._lines_at(row):
                self._answers[reviewed.row] = answer
        self._tell_decided()

    def decide_all(self, answer: Answer) -> None:
        """Decide about all lines, shown or not."""
        self._answers = dict.fromkeys((each.row for each in self.open_lines), answer)
        self._tell_decided()

    def _lines_at(self, row: int) -> list[ReviewedLine]:
        at = self._rows[row]
        if isinstance(at, int):
            assert self.review is not None
            portfolio = self.review.portfolio
            if at == TOTAL:
                return self.open_lines
            program = portfolio.lines.program
            return [each for each in self.open_lines if at in portfolio.ancestors[program[each.row]]]
        return [at] if at.examined.entries else []

    def _tell_decided(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, ANSWER), self.index(len(self._rows) - 1, COUNTER))
        self.decided.emit()

    # ---------------------------------------------------------------- what is shown

    def difference_at(self, row: int) -> int | None:
        """What the examination moves the line or program in a row by, in yen; `None` where it is not known."""
        at, review = self._rows[row], self.review
        if not isinstance(at, int):
            return at.difference
        assert review is not None
        before, after = (
            (each.total if at == TOTAL else each.program(at))[1].amount for each in (review.requested, review.examined)
        )
        return None if before is None or after is None else after - before

    def answer_at(self, row: int) -> Answer:
        """What is answered about the line in a row."""
        at = self._rows[row]
        return Answer.LEAVE if isinstance(at, int) else self._answers.get(at.row, Answer.LEAVE)

    def at(self, row: int) -> int | ReviewedLine:
        """The program (by place, `TOTAL` for all) or line in a row."""
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COMMENT + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if section == DIFFERENCE:
                return Qt.AlignmentFlag.AlignCenter
            right = PREVIOUS <= section <= EXAMINED or section == COUNTER
            return RIGHT if right else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        _, state = self._texts._, self._session.state
        return (
            _("Program, line ({unit})").format(unit=unit_name(state.unit, self._texts)),
            self._texts.era(state.portfolio.previous_year),
            _("Requested"),
            _("Examined"),
            _("Difference"),
            f"{_('Verdict')}  A C L",
            _("Restored"),
            _("Comment"),
        )[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        at = self._rows[index.row()]
        can_ask = index.column() == COUNTER and isinstance(at, ReviewedLine) and bool(at.examined.entries)
        return flags | Qt.ItemFlag.ItemIsEditable if can_ask else flags

    def data(self, index: Index, role: int = 0) -> Any:
        column, at = index.column(), self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(index.row(), column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.text(index.row(), column) or self._texts._("empty")
        if role == Qt.ItemDataRole.EditRole:
            return self.text(index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole and (PREVIOUS <= column <= DIFFERENCE or column == COUNTER):
            return RIGHT
        if role == Qt.ItemDataRole.FontRole and (isinstance(at, int) or column == EXAMINED):
            return theme.bold(theme.table_font())
        if role == Qt.ItemDataRole.BackgroundRole and isinstance(at, int):
            return theme.tokens().header
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == COUNTER and isinstance(at, ReviewedLine) and at.examined.entries:
                return theme.tokens().input if self._answers.get(at.row) is Answer.COUNTER else theme.tokens().third
            falls = PREVIOUS <= column <= DIFFERENCE and self.text(index.row(), column).startswith("△")
            return theme.tokens().decrease if falls else None
        if role == Qt.ItemDataRole.ToolTipRole and column in (NAME, COMMENT):
            return plain_tip(self.text(index.row(), column))
        return None

    def text(self, row: int, column: int) -> str:
        """What a cell shows."""
        at = self._rows[row]
        return self._program_text(at, column) if isinstance(at, int) else self._line_text(at, column)

    def _program_text(self, index: int, column: int) -> str:
        assert self.review is not None
        review = self.review
        unit = self._session.state.unit
        before, after = (
            each.total if index == TOTAL else each.program(index) for each in (review.requested, review.examined)
        )
        amounts = before[0].amount, before[1].amount, after[1].amount
        if column == NAME:
            if index == TOTAL:
                return self._texts._("All programs")
            program = review.portfolio.programs[index]
            depth = len(review.portfolio.ancestors[index]) - 1
            return INDENT * depth + self._texts.name(program.name, program.name_en)
        if column in (PREVIOUS, REQUESTED, EXAMINED):
            amount = amounts[column - PREVIOUS]
            return "−" if amount is None else format_amount(amount, unit)
        if column == DIFFERENCE:
            _previous, requested, examined = amounts
            return "−" if requested is None or examined is None else format_change(examined - requested, unit)
        if column == COUNTER:
            countered = self.countered
            restored = review.restored(countered, None if index == TOTAL else index) if countered else None
            return "" if not countered else "−" if restored is None else format_amount(restored, unit)
        return review.comments.get(index, "") if column == COMMENT else ""

    def _line_text(self, reviewed: ReviewedLine, column: int) -> str:
        assert self.review is not None
        portfolio, unit = self.review.portfolio, self._session.state.unit
        if column == NAME:
            depth = len(portfolio.ancestors[portfolio.lines.program[reviewed.row]])
            labels = portfolio.lines.labels[reviewed.row], portfolio.lines.labels_en[reviewed.row]
            return INDENT * depth + self._texts.name(*labels)
        if column in (PREVIOUS, REQUESTED, EXAMINED):
            amount = (reviewed.previous, reviewed.requested, reviewed.examined.amount)[column - PREVIOUS]
            return format_amount(amount, unit) if isinstance(amount, int) else "−"
        if column == DIFFERENCE:
            return "−" if reviewed.difference is None else format_change(reviewed.difference, unit)
        answer = self._answers.get(reviewed.row, Answer.LEAVE)
        if column == ANSWER:
            return MARKS[answer] + self._texts._(answer.value) if reviewed.examined.entries else ""
        if column == COUNTER:
            if Answer.COUNTER not in self._answers.values():
                return ""  # nothing is asked for again: there is no such scenario
            asked = self._amounts.get(reviewed.row, reviewed.requested)
            amount = asked if answer is Answer.COUNTER else reviewed.examined.amount
            return format_amount(amount, unit) if isinstance(amount, int) else "−"
        told = (*reviewed.meanings, *reviewed.examined.notes)
        notes = (each.render(self._texts.translate) for each in told)
        return "　".join(filter(None, [reviewed.comment, *notes]))

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        reviewed = self._rows[index.row()]
        if role != Qt.ItemDataRole.EditRole or isinstance(reviewed, int) or self.review is None:
            return False
        text = str(value).strip()
        if text == self.text(index.row(), COUNTER):
            return False  # left as it was shown, which may be rounded to the unit
        try:
            if text:
                amount = parse_yen(text, self._session.state.unit)
                counter_entries(self.review, reviewed, amount)
                self._amounts[reviewed.row] = amount
            else:
                self._amounts.pop(reviewed.row, None)
        except UserError as error:
            self.refused.emit(error)
            return False
        self._answers[reviewed.row] = Answer.COUNTER
        self._tell_decided()
        return True
