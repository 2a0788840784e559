"""Two ways to fill a line's years from one number: an opening stock into past intakes, a total into years' rates.

Each shows what it would set while it is typed; Apply sets it as one change whose reason states the rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.app.widgets.room import give_room
from planner.core.calculation.cohort import factor_at, line_amount, longest
from planner.core.calculation.in_force import effective
from planner.core.calculation.tenure import opening_stock, spread_stock
from planner.core.edits.typed import read_entry
from planner.core.edits.values import Entry, set_values
from planner.core.errors import N_, UserError
from planner.core.model.fields import QUANTITY, RATE, SHARE, TIMES
from planner.core.model.lines import Line
from planner.core.model.obligations import weighted
from planner.core.money import format_amount, parse_number, parse_yen
from planner.words.texts import Texts

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Plan(NamedTuple):
    """What would be set, why, what is said of it, and rows (year, before, after) to show."""

    entries: tuple[Entry, ...]
    why: str
    said: str
    rows: tuple[tuple[str, str, str], ...]


class SpreadDialog(QDialog):
    """Asks for the number and shows with every key what comes of it; not modal."""

    title = ""

    def __init__(self, parent: QWidget, session: Session, texts: Texts, row: int) -> None:
        super().__init__(parent)
        self._session, self._texts = session, texts
        self._line_id = session.state.portfolio.lines.ids[row]
        self._plan: Plan | None = None
        _ = texts._
        self.setWindowTitle(_(self.title))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form = QFormLayout()
        self.said, self.preview = Label(), QTableWidget(0, 3)
        self.said.setWordWrap(True)
        self.said.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)  # so that nothing jumps when it speaks
        self.preview.setHorizontalHeaderLabels([_("Year"), _("Before"), _("After")])
        self.preview.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.preview.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.preview.setFont(theme.table_font())
        self.preview.setAccessibleName(_("What would be set, before and after"))
        self.preview.verticalHeader().hide()
        self.preview.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.apply = self.buttons.addButton(_("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply.setDefault(True)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)  # Enter never means it
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        name = session.state.portfolio.lines
        heading = Label(texts.name(name.labels[row], name.labels_en[row]))
        heading.setFont(theme.bold(heading.font()))
        heading.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addLayout(self.form)
        for part in (self.said, self.preview, self.buttons):
            layout.addWidget(part)
        layout.setStretchFactor(self.preview, 1)
        give_room(self, self.fontMetrics().horizontalAdvance("0") * 64, self.fontMetrics().height() * 30)
        session.changed.connect(self.refresh)

    def ask(self, name: str, widget: QLineEdit | QComboBox) -> None:
        """Add a question to the form."""
        self.form.addRow(name, widget)
        widget.setAccessibleName(name)
        if isinstance(widget, QLineEdit):
            widget.setAlignment(Qt.AlignmentFlag.AlignRight)
            widget.textChanged.connect(self.refresh)
        else:
            widget.activated.connect(self.refresh)

    @property
    def row(self) -> int:
        """The row of the line, wherever it is by now; `UserError` where it is gone."""
        row = self._session.state.portfolio.line_index.get(self._line_id)
        if row is None:
            raise UserError(N_("The line is no longer there."), N_("Close this and choose another line."))
        return row

    @property
    def line(self) -> Line:
        """The line as it stands in the scenario shown."""
        return self._session.state.drivers(self.row)

    def is_asked(self) -> bool:
        """Whether there is something to judge yet."""
        raise NotImplementedError

    def plan(self) -> Plan:
        """What would be set as things are typed; `UserError` where that cannot be."""
        raise NotImplementedError

    def refresh(self, *_: object) -> None:
        """Show what would come of it, or why nothing can."""
        self._plan, refused = None, ""
        if self.is_asked():
            try:
                plan = self.plan()
                set_values(self._session.state.document, self._session.state.scenario, plan.entries)
                self._plan = plan
            except UserError as error:
                refused = error.render(self._texts.translate)
        palette = self.said.palette()
        colour = theme.tokens().error if refused else self.palette().color(self.foregroundRole())
        palette.setColor(self.said.foregroundRole(), colour)
        self.said.setPalette(palette)
        self.said.setText(refused or (self._plan.said if self._plan else ""))
        self.apply.setEnabled(self._plan is not None)
        rows = self._plan.rows if self._plan else ()
        self.preview.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                item.setTextAlignment(RIGHT if column else Qt.AlignmentFlag.AlignVCenter)
                self.preview.setItem(place, column, item)

    def accept(self) -> None:
        """Set it, one step to undo."""
        if self._plan is not None and self.apply.isEnabled():
            plan = self._plan
            self._session.changed.disconnect(self.refresh)
            self._session.set_values(self._texts._(self.title), plan.entries, plan.why)
            super().accept()


class StockDialog(SpreadDialog):
    """One number of people into past intakes, as even as can be."""

    title = N_("Spread the opening stock")

    def __init__(self, parent: QWidget, session: Session, texts: Texts, row: int) -> None:
        super().__init__(parent, session, texts, row)
        self.setObjectName("spread-stock")
        year = session.state.portfolio.request_year
        self.people = QLineEdit()
        label = texts._("People of earlier intakes there in {year}")
        self.ask(label.format(year=self._texts.era(year)), self.people)
        self.people.setPlaceholderText(QUANTITY.display(opening_stock(self.line, year)))
        self.refresh()

    def is_asked(self) -> bool:
        return bool(self.people.text().strip())

    def plan(self) -> Plan:
        """Past intakes, and the intake of the request year where it was only carried on from them."""
        _, portfolio = self._texts._, self._session.state.portfolio
        line, year = self.line, portfolio.request_year
        people = int(read_entry(self.people.text(), QUANTITY).value)
        intakes = spread_stock(line, year, people)
        if not intakes:
            raise UserError(
                N_("The intakes of this line stay one year only: nobody of earlier ones is there."),
                N_("Give the line a duration first."),
            )
        kept = effective(line, QUANTITY.key, year)
        steps = dict(line.quantity) | intakes
        steps.setdefault(year, int(kept or 0))
        there = opening_stock(line._replace(quantity=tuple(sorted(steps.items()))), year)
        entries = [Entry(self._line_id, QUANTITY.key, each, intakes[each]) for each in sorted(intakes)]
        entries.append(Entry(self._line_id, QUANTITY.key, year, kept))
        rows = [
            (
                self._texts.era(each),
                self._texts.value(QUANTITY, effective(line, QUANTITY.key, each)),
                f"{after:,}",
            )
            for each, after in sorted(intakes.items())
        ]
        said = _("Intakes of {first}–{last}; of them {people} people are there in {year}.").format(
            first=self._texts.era(min(intakes)),
            last=self._texts.era(max(intakes)),
            people=QUANTITY.display(there),
            year=self._texts.era(year),
        )
        why = _("An opening stock of {people} people, spread evenly over {first}–{last}").format(
            people=f"{people:,}", first=self._texts.era(min(intakes)), last=self._texts.era(max(intakes))
        )
        return Plan(tuple(entries), why, said, tuple(rows))


EQUAL, BY_WEIGHT = range(2)


class TotalDialog(SpreadDialog):
    """A total into the rates of a plain line, quantity 1, from a first to a last fiscal year."""

    title = N_("Spread a total")

    def __init__(self, parent: QWidget, session: Session, texts: Texts, row: int) -> None:
        super().__init__(parent, session, texts, row)
        self.setObjectName("spread-total")
        _ = texts._
        self.total, self.before, self.weights = QLineEdit(), QLineEdit(), QLineEdit()
        self.first, self.last, self.rule = QComboBox(), QComboBox(), QComboBox()
        years = session.state.portfolio.years[1:]
        for year in years:
            self.first.addItem(self._texts.era(year), year)
            self.last.addItem(self._texts.era(year), year)
        ends = session.state.portfolio.bounds[session.state.portfolio.lines.program[row]][1]
        self.last.setCurrentIndex(max(sum(year <= ends for year in years) - 1, 0))
        self.rule.addItem(_("equal parts"), EQUAL)
        self.rule.addItem(_("by weights"), BY_WEIGHT)
        self.total.setPlaceholderText(
            _("for example {example}").format(example=texts.name("499億円", "49,900,000,000"))
        )
        self.before.setPlaceholderText(_("for example {example}").format(example="0"))
        self.weights.setPlaceholderText(_("for example {example}").format(example="3 2 1"))
        for name, widget in (
            (_("Total (yen)"), self.total),
            (_("Taken by earlier years (yen)"), self.before),
            (_("First year"), self.first),
            (_("Last year"), self.last),
            (_("How it is spread"), self.rule),
            (_("Weights, a year each"), self.weights),
        ):
            self.ask(name, widget)
        self.rule.activated.connect(self._offer_weights)
        self._offer_weights()
        self.refresh()

    def _offer_weights(self) -> None:
        self.weights.setEnabled(self.rule.currentData() == BY_WEIGHT)

    def is_asked(self) -> bool:
        return bool(self.total.text().strip())

    def _shares(self, years: int) -> Sequence[Fraction]:
        if self.rule.currentData() == EQUAL:
            return [Fraction(1)] * years
        texts = self.weights.text().replace("、", " ").replace(",", " ").replace(":", " ").split()
        shares = [parse_number(each) for each in texts]
        if len(shares) != years or min(shares, default=Fraction(-1)) < 0 or not sum(shares):
            raise UserError(
                N_("The weights must be numbers of 0 or more, one for each year: {years}."),
                N_("Write for example 3 2 1."),
                years=years,
            )
        return shares

    def plan(self) -> Plan:
        """A rate a year with quantity 1, and nothing after the last."""
        _, portfolio, line = self._texts._, self._session.state.portfolio, self.line
        if longest(line) > 1:
            raise UserError(
                N_("The intakes of this line stay several years: a total is spread over a plain line."),
                N_("Choose a line of duration 1."),
            )
        total, before = parse_yen(self.total.text()), parse_yen(self.before.text()) if self.before.text().strip() else 0
        first, last = self.first.currentData(), self.last.currentData()
        if first > last or not 0 <= before <= total:
            raise UserError(
                N_("The years, or the amounts, are the wrong way round."),
                N_("Let the first year stand before the last, and earlier years take no more than the total."),
            )
        years = range(first, last + 1)
        parts = weighted(total - before, self._shares(len(years)))
        entries = []
        for year, part in zip(years, parts, strict=True):
            entries += [Entry(self._line_id, RATE.key, year, part), Entry(self._line_id, QUANTITY.key, year, 1)]
            for field in (TIMES, SHARE):
                if factor_at(getattr(line, field.key), year) != 1:
                    entries.append(Entry(self._line_id, field.key, year, Fraction(1)))
        entries += [Entry(self._line_id, QUANTITY.key, year, 0) for year in portfolio.years if year > last]
        rows = [
            (self._texts.era(year), _amount(line_amount(line, year)), format_amount(part))
            for year, part in zip(years, parts, strict=True)
        ]
        rule = _("equal parts")
        if self.rule.currentData() == BY_WEIGHT:
            rule = f"{_('by weights')} {':'.join(self.weights.text().split())}"
        why = _("{total} yen, of which earlier years took {before}, over {first}–{last} in {rule}").format(
            total=format_amount(total),
            before=format_amount(before),
            first=self._texts.era(first),
            last=self._texts.era(last),
            rule=rule,
        )
        why += _("; cut off to thousand yen, the last year takes the rest")
        return Plan(tuple(entries), why, why, tuple(rows))


def _amount(amount: object) -> str:
    return format_amount(amount) if isinstance(amount, int) else "−"
