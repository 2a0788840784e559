"""Number, sum and average of the selected figures, as spreadsheets show them; exact, never of print figures."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt

from planner.app.lines.line_columns import AMOUNTS, COLUMNS, FIGURES, Column
from planner.app.lines.line_table import LineTable
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.widgets.plain import Label
from planner.core.money import format_amount, round_ratio
from planner.words.texts import Texts

LIMIT = 5_000
"""So many cells are added up; of more only the number is told, so that selecting everything stays quick."""

YEN = (Column.RATE, *AMOUNTS)


class SelectionSum(Label):
    """The label in the status bar; empty while fewer than two figures are selected, or figures of different kinds."""

    def __init__(self, table: LineTable, session: Session, texts: Texts) -> None:
        super().__init__()
        self._table, self._texts = table, texts
        self.setObjectName("selection-sum")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        table.selectionModel().selectionChanged.connect(self._show)
        table.lines.modelReset.connect(self._show)
        session.changed.connect(self._on_changed)

    def _on_changed(self, moved: Moved) -> None:
        if moved.figures:
            self._show()

    def _show(self, *_: object) -> None:
        selection = self._table.selectionModel().selection()
        ranges = [selection.at(place) for place in range(selection.count())]
        cells = sum(each.width() * each.height() for each in ranges)
        if cells < 2:
            self.clear()
            return
        if cells > LIMIT:
            self.setText(self._texts._("{count} cells").format(count=f"{cells:,}"))
            return
        found: dict[bool, list[int | Fraction]] = {True: [], False: []}
        for each in ranges:
            for column in range(each.left(), each.right() + 1):
                if COLUMNS[column] in FIGURES:
                    shown = (self._table.lines.figure(row, column) for row in range(each.top(), each.bottom() + 1))
                    found[COLUMNS[column] in YEN] += [figure for figure in shown if figure is not None]
        money, plain = found[True], found[False]
        figures = money or plain
        if len(figures) < 2 or (money and plain):
            self.clear()
            return
        total = sum(map(Fraction, figures), Fraction())
        said = self._texts._("{count} figures · sum {sum} · average {average}")
        average = total / len(figures)
        self.setText(said.format(count=f"{len(figures):,}", sum=_text(total), average=_text(average)))


def _text(figure: Fraction) -> str:
    """Whole numbers as they are, others to two places."""
    if figure.denominator == 1:
        return format_amount(figure.numerator)
    hundredths = round_ratio(figure.numerator * 100, figure.denominator)
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'△' if hundredths < 0 else ''}{whole:,}.{rest:02}"
