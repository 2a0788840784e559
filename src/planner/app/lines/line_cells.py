"""What the cells of a line say: figures, marks, colours and tips, reckoned when they are first looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from planner.app.lines.line_columns import AMOUNTS, CHOICES, DRIVERS, EDITED, FIGURES, Column
from planner.app.lines.line_rows import LineRow
from planner.app.session.session import Session
from planner.app.session.state import State
from planner.app.tables.marks import Mark
from planner.core.calculation.cohort import Vintage, longest, vintages
from planner.core.calculation.in_force import effective, is_inherited
from planner.core.errors import N_
from planner.core.model.document import BASE
from planner.core.model.fields import DURATION, GROWTH, QUANTITY, RATE, Field, Value
from planner.core.model.lines import Amount, Cell, Lack, Line
from planner.core.model.origins import BASES, Origin
from planner.core.model.parts import Comment
from planner.core.money import format_amount, format_change
from planner.words.figures import line_unit, unit_name
from planner.words.in_force import basis_text
from planner.words.parts import comment_text, comments_on
from planner.words.texts import Texts


@dataclass(frozen=True)
class ShownLine:
    """All that is shown of one line; amounts are those of (previous year, year shown).

    `own` and `inherited` are the fields whose value in the year shown the scenario sets itself, and those whose value
    comes from a scenario above it and is another than the base's.
    """

    line: Line
    parent: Line
    amounts: tuple[Amount, Amount]
    base_amount: Amount
    vintages: tuple[Vintage, ...]
    own: frozenset[str]
    inherited: frozenset[str]


class Grounds(NamedTuple):
    """What the changes of a line rest on: the scenario that made the last of them, whether all give a reason.

    `evident` says whether a changed rate has evidence, `None` where no rate is changed.
    """

    giver: int
    reasoned: bool
    evident: bool | None


def driver_value(state: State, line: int, field: Field) -> Value | None:
    """The value of a driver in force in the year and scenario shown, `None` where there is none."""
    return effective(state.drivers(line), field.key, state.shown_year)


class LineCells:
    """The cells of the lines of a session."""

    def __init__(self, session: Session, texts: Texts) -> None:
        self._session, self._texts = session, texts
        self._shown: dict[int, ShownLine] = {}
        self._grounds: dict[int, Grounds | None] = {}

    def forget(self, line: int | None = None) -> None:
        """Reckon a line anew when it is next looked at, or all of them."""
        if line is None:
            self._shown, self._grounds = {}, {}
        else:
            self._shown.pop(line, None)
            self._grounds.pop(line, None)

    def forget_grounds(self) -> None:
        """Ask anew for what changes rest on."""
        self._grounds = {}

    def shown(self, line: int) -> ShownLine:
        """What is shown of a line."""
        if line not in self._shown:
            state = self._session.state
            portfolio, id_ = state.portfolio, state.portfolio.lines.ids[line]
            own = state.document.scenario(state.scenario).overrides if state.scenario != BASE else {}
            above = state.document.overrides(state.document.scenario(state.scenario).parent) if own else {}
            current = state.drivers(line)
            amounts = state.evaluation.line(line)
            year = state.shown_year
            self._shown[line] = ShownLine(
                current,
                portfolio.line(line, above.get(id_)),
                (amounts[0], state.in_shown_year(amounts)),
                state.in_shown_year(self._session.base.line(line)),
                vintages(state.reckoned(line), year) if longest(current) > 1 else (),
                frozenset(cell.field for cell in own.get(id_, ()) if cell.year == year),
                self._inherited(line, current, own.get(id_, {})),
            )
        return self._shown[line]

    def _inherited(self, line: int, current: Line, own: Mapping[Cell, Value]) -> frozenset[str]:
        state = self._session.state
        given = state.evaluation.overrides.get(state.portfolio.lines.ids[line], {})
        if len(given) == len(own):  # a scenario above sets nothing here that this one does not
            return frozenset()
        base, year = state.portfolio.line(line), state.shown_year
        fields = {cell.field for cell in given}
        return frozenset(field for field in fields if is_inherited(base, current, own, given, field, year))

    def comments(self, line: int) -> list[Comment]:
        """What was said of a line when the part that is open was sent back."""
        part = self._session.state.document.part
        if part is None or not part.comments:
            return []
        return comments_on(part, self._session.state.portfolio.lines.ids[line])

    def value(self, line: int, field: Field) -> Value | None:
        """The value in force in the year shown, `None` where there is none."""
        state = self._session.state
        return effective(self.shown(line).line, field.key, state.shown_year)

    def is_absent(self, line: int) -> bool:
        """Whether a line is taken out of the request."""
        return line in self._session.state.evaluation.absent

    def is_residual(self, line: int) -> bool:
        """Whether a line is what the others leave of a printed total."""
        return bool(self._session.state.portfolio.is_residual[line])

    def is_figure(self, column: Column) -> bool:
        """Whether a column holds figures."""
        return column in FIGURES

    def change(self, line: int) -> int | None:
        """The change from the previous year, in yen; `None` where there is no figure."""
        previous, current = self.shown(line).amounts
        return None if isinstance(current, Lack) or isinstance(previous, Lack) else current - previous

    def owner(self, line: int, field: Field) -> int | None:
        """The scenario that gave the value in force, where it is the one shown or the value is not the base's."""
        shown = self.shown(line)
        if field.key in shown.own:
            return self._session.state.scenario
        if field.key not in shown.inherited:
            return None
        return self._session.state.values.value(line, field.key, self._session.state.shown_year).giver

    def base_value(self, line: int, field: Field) -> Value | None:
        """The value of the base in the year shown; `None` for a proposed line, which has none."""
        state = self._session.state
        if line in state.portfolio.proposals:
            return None
        return effective(state.portfolio.line(line), field.key, state.shown_year)

    def base_text(self, line: int, field: Field) -> str:
        """What stands beneath a changed value: the base's, where that is another."""
        before = self.base_value(line, field)
        if before is None or before == self.value(line, field):
            return ""
        said = self.choice_text(field, before) if field.choices else field.display(before)
        return self._texts._("base {value}").format(value=said) if said else ""

    def grounds(self, line: int) -> Grounds | None:
        """What the changes of a line rest on; `None` for one that is not changed."""
        if line not in self._grounds:
            self._grounds[line] = self._found_grounds(line)
        return self._grounds[line]

    def _found_grounds(self, line: int) -> Grounds | None:
        shown, state = self.shown(line), self._session.state
        fields = shown.own | shown.inherited
        if not fields:
            return None
        found = [state.values.value(line, key, state.shown_year) for key in sorted(fields)]
        rate = next((each for each in found if each.field == RATE.key), None)
        return Grounds(
            max(each.giver for each in found),
            all(each.change is not None and bool(each.change.why) for each in found),
            None if rate is None else rate.evidence is not None,
        )

    def sort_key(self, line: int, column: Column) -> int | Fraction | str | None:
        """What a line is sorted by in a column: its figure in yen or people, its words; `None` where it has none.

        It is asked of every line shown, so that nothing is kept of it.
        """
        if column in EDITED:
            return driver_value(self._session.state, line, EDITED[column])
        if column is Column.BASIS:
            basis = self._session.state.values.basis(line, self._session.state.shown_year)
            return len(BASES) * basis.changed + (BASES.index(basis.rest) if basis.rest else 0)
        if column not in AMOUNTS:
            return self._words(line, column).casefold()
        amounts = self._session.state.evaluation.line(line)
        previous, current = amounts[0], self._session.state.in_shown_year(amounts)
        if column is Column.BESIDE:
            beside = self._beside(line)
            return beside if isinstance(beside, int) else None
        if column in (Column.AMOUNT, Column.PREVIOUS):
            amount = current if column is Column.AMOUNT else previous
            return amount if isinstance(amount, int) else None
        base = self._session.state.in_shown_year(self._session.base.line(line))
        other = previous if column is Column.CHANGE else base
        return None if isinstance(current, Lack) or isinstance(other, Lack) else current - other

    def _beside(self, line: int) -> Amount | None:
        """The amount in the scenario that stands beside, `None` where none does."""
        state = self._session.state
        return None if state.evaluation_beside is None else state.in_shown_year(state.evaluation_beside.line(line))

    def text(self, row: LineRow, column: Column) -> str:
        """What a cell shows."""
        return self._line_text(row.line, column) if row.vintage is None else self._vintage_text(row, column)

    def _words(self, line: int, column: Column) -> str:
        portfolio = self._session.state.portfolio
        if column is Column.PROGRAM:
            program = portfolio.programs[portfolio.lines.program[line]]
            return self._texts.name(program.name, program.name_en)
        if column is Column.LABEL:
            name = self._texts.name(portfolio.lines.labels[line], portfolio.lines.labels_en[line])
            if line in portfolio.proposals:
                return f"{self._texts._('[new]')} {name}"
            absent = line in self._session.state.evaluation.absent
            return f"{self._texts._('[taken out]')} {name}" if absent else name
        return basis_text(self._session.state.values.basis(line, self._session.state.shown_year), self._texts)

    def _line_text(self, line: int, column: Column) -> str:
        state = self._session.state
        if column in DRIVERS:
            field = DRIVERS[column]
            value = self.value(line, field)
            if value is None:
                return "−"
            unit = state.portfolio.lines.units[line] if column is Column.QUANTITY else ""
            return f"{field.display(value)} {line_unit(unit, self._texts, Fraction(value))}".rstrip()
        if column is Column.GROWTH:
            return self._texts._(GROWTH.text(self.value(line, GROWTH) or state.portfolio.growth_kind(line)))
        if column in CHOICES:
            return self.choice_text(CHOICES[column], self.value(line, CHOICES[column]))
        if column is Column.DURATION:
            value = self.value(line, DURATION)
            return "−" if value is None else DURATION.display(value)
        if column not in AMOUNTS:
            return self._words(line, column)
        if column is Column.BESIDE:
            beside = self._beside(line)
            return "" if beside is None else self._amount(beside)
        shown = self.shown(line)
        previous, current = shown.amounts
        if column in (Column.AMOUNT, Column.PREVIOUS):
            return self._amount(current if column is Column.AMOUNT else previous)
        other = previous if column is Column.CHANGE else shown.base_amount
        if isinstance(current, Lack) or isinstance(other, Lack):
            return "−"
        return format_change(current - other, state.unit)

    def choice_text(self, field: Field, value: Value | None) -> str:
        """The name of a choice; nothing where none is stated."""
        return "" if value is None or field.is_unstated(value) else self._texts._(field.text(value))

    def _vintage_text(self, row: LineRow, column: Column) -> str:
        assert row.vintage is not None
        state, _ = self._session.state, self._texts._
        vintage = self.shown(row.line).vintages[row.vintage]
        if column is Column.LABEL:
            kind = _("new") if row.vintage == 0 else _("continuing")
            return f"{kind} ({_('intake {year}').format(year=self._texts.era(vintage.intake_year))})"
        if column is Column.RATE:
            return "−" if vintage.rate is None else format_amount(vintage.rate)
        if column is Column.QUANTITY:
            unit = line_unit(state.portfolio.lines.units[row.line], self._texts, vintage.people)
            return f"{QUANTITY.display(vintage.people)} {unit}".rstrip()
        planned = state.shown_year in state.portfolio.years
        return self._amount(vintage.amount) if column is Column.AMOUNT and planned else ""

    def _amount(self, amount: Amount) -> str:
        if isinstance(amount, int):
            return format_amount(amount, self._session.state.unit)
        said = {Lack.CANNOT_COMPUTE: N_("cannot compute"), Lack.UNPRICED: N_("item")}
        return self._texts._(said[amount]) if amount in said else "−"

    def mark(self, row: LineRow, column: Column) -> Mark | None:
        """What is marked in a cell's corner."""
        if row.vintage is not None or column not in EDITED:
            return None
        field = EDITED[column]
        if self._out_of_range(row.line, field) is not None:
            return Mark.OUT_OF_RANGE
        shown = self.shown(row.line)
        if field.key in shown.own:
            return Mark.CHANGED
        return Mark.INHERITED if field.key in shown.inherited else None

    def _out_of_range(self, line: int, field: Field) -> Origin | None:
        origin = self._session.state.portfolio.origin(line, field.key, self._session.state.shown_year)
        value = self.value(line, field)
        return None if origin is None or value is None or origin.allows(value) else origin

    def tip(self, row: LineRow, column: Column) -> str | None:
        """What is said of a cell when the mouse rests on it."""
        if column is Column.LABEL:
            comments = self.comments(row.line) if row.vintage is None else []
            return "\n".join([self.text(row, column), *map(comment_text, comments)])
        if row.vintage is not None or column not in EDITED:
            return None
        line, field, _ = self.shown(row.line), EDITED[column], self._texts._
        state = self._session.state
        said = []
        if field.key in line.own:
            parent = self.parent_text(row.line, field)
            said.append(_("Changed here; the parent has {value}. Delete returns to it.").format(value=parent))
        elif field.key in line.inherited:
            base = self._value_text(state.portfolio.line(row.line), field)
            said.append(_("Value of a parent scenario (differs from the base: {value})").format(value=base))
        return "\n".join([*said, *self._warning(row.line, field)]) or None

    def _warning(self, line: int, field: Field) -> list[str]:
        """What is said of a value that is outside the published range."""
        outside = self._out_of_range(line, field)
        if outside is None:
            return []
        shown = outside.range_text().render(self._texts.translate)
        return [self._texts._("Outside the published range {range}.").format(range=shown)]

    def parent_text(self, line: int, field: Field) -> str:
        """The value of a driver in the parent of the scenario shown."""
        return self._value_text(self.shown(line).parent, field)

    def _value_text(self, line: Line, field: Field) -> str:
        """The value of a driver of a line in the year shown, as it is said in a sentence."""
        value = effective(line, field.key, self._session.state.shown_year)
        if field.choices:
            return self.choice_text(field, value) or self._texts._("not stated")
        return "−" if value is None else field.display(value)

    def spoken(self, row: LineRow, column: Column) -> str:
        """What a cell says to those who hear it: line, column, value, what it was before, with a reason or not."""
        _, line = self._texts._, self._words(row.line, Column.LABEL)
        if row.vintage is not None:
            line = f"{line}, {self._vintage_text(row, Column.LABEL)}"
        text = self.text(row, column) or _("empty")
        if column in (Column.RATE, *AMOUNTS) and text[-1:].isdigit():
            unit = N_("yen") if column is Column.RATE else None
            text += f" {_(unit) if unit else unit_name(self._session.state.unit, self._texts)}"
        said = [line, _(column.value), text] if column is not Column.LABEL else [line]
        comments = self.comments(row.line) if column is Column.LABEL and row.vintage is None else []
        if comments:
            is_open = any(each.answer is None for each in comments)
            said.append(_("with a comment") if is_open else _("with an answered comment"))
        if row.vintage is None and column in EDITED:
            said += self._spoken_change(row.line, EDITED[column]) + self._warning(row.line, EDITED[column])
            said += [_("read-only")] if self._session.state.scenario == BASE else []
        return _(", ").join(said)

    def _spoken_change(self, line: int, field: Field) -> list[str]:
        """That a value was changed, from what, and whether a reason is given."""
        if self.owner(line, field) is None:
            return []
        before, state, _ = self.base_value(line, field), self._session.state, self._texts._
        change = state.values.value(line, field.key, state.shown_year).change
        reason = _("with a reason") if change is not None and change.why else _("without a reason")
        if before is None:
            return [_("changed"), reason]
        return [_("changed from {value}").format(value=self._value_text(state.portfolio.line(line), field)), reason]
