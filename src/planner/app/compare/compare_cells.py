"""What the cells of a comparison say and look like: amounts and what differs, values and who gave them, reasons."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from planner.app.session.session import Session
from planner.core.compare.tree import STANDINGS, CompareTree, Level, Node
from planner.core.compare.whose import Because, Holding, Whose
from planner.core.errors import N_
from planner.core.model.document import BASE
from planner.core.model.fields import ALL_FIELDS, QUANTITY, Value
from planner.core.money import format_amount
from planner.words.figures import amount_text, change_text, line_unit, percent_text, unit_name, yen_text
from planner.words.texts import Texts

SAME = N_("=")
"""In place of a difference of nothing."""
NOTHING = "−"
HELD_NAMES = {
    Holding.OWN: N_("set in {scenario} itself"),
    Holding.INHERITED: N_("from {scenario} above it"),
    Holding.BASE: N_("as in the base"),
}


class ColumnKind(Enum):
    """What a column shows: on the screen name, reference, scenarios and reasons; the others where it is copied."""

    NAME = "name"
    REFERENCE = "reference"
    SCENARIO = "scenario"
    REASON = "reason"
    PREVIOUS = "previous"
    AMOUNT = "amount"
    DIFFERENCE = "difference"
    PERCENT = "percent"


class CompareColumn(NamedTuple):
    """A column: what it shows, and of the scenario at which place of the comparison."""

    kind: ColumnKind
    place: int = 0


class CompareLook(NamedTuple):
    """A cell as it is painted.

    `ink` and `ground` are names of tokens; `bar` is the length of what differs, −1 to 1, `mark` the scenario that gives
    the value itself, `tint` the scenario shown, whose column it is; `because` stands in the column of reasons.
    """

    text: str = ""
    ink: str = "text"
    ground: str = "surface"
    right: bool = True
    strong: bool = False
    small: bool = False
    bar: float | None = None
    mark: int | None = None
    tint: int | None = None
    because: tuple[Because, ...] = ()


class CompareCells:
    """The words of one comparison; `whose` knows the givers of its values.

    `as_amounts`: scenarios show their amounts, not what they differ by.
    """

    def __init__(self, session: Session, texts: Texts, tree: CompareTree) -> None:
        self._session, self._texts, self._ = session, texts, texts._
        self.tree = tree
        self.whose = Whose(session.state.document, tree.comparison.scenarios)
        self.as_amounts = False
        self._kept: dict[Node, tuple[Because, ...]] = {}
        self._scale = 0

    def take(self, tree: CompareTree) -> None:
        """Go over to another comparison of the same scenarios, or to other reasons."""
        self.tree = tree
        self.whose = Whose(self._session.state.document, tree.comparison.scenarios)
        self._kept, self._scale = {}, 0

    @property
    def scale(self) -> int:
        """The difference, in yen, whose bar is the longest: the largest of a topmost program."""
        if not self._scale:
            tree = self.tree
            places = range(len(tree.comparison.scenarios))
            tops = [child for node in tree.children(tree.root) for child in _programs(tree, node)]
            found = (tree.difference(node, place) for node in tops for place in places)
            self._scale = max((abs(each) for each in found if each), default=1)
        return self._scale

    # ---------------------------------------------------------------- names

    def scenario_name(self, number: int) -> str:
        """The name of a scenario."""
        if number == BASE:
            return self._("Base")
        there = {each.number: each.name for each in self._session.state.document.scenarios}
        return there.get(number, "")

    def name(self, node: Node) -> str:
        """What a row is called."""
        portfolio, texts = self._session.state.portfolio, self._texts
        lines, _ = portfolio.lines, self._
        if node.value is not None:
            return self._value_name(node)
        if node.row is not None:
            return texts.name(lines.labels[node.row], lines.labels_en[node.row])
        if node.program is not None:
            program = portfolio.programs[node.program]
            name = texts.name(program.name, program.name_en)
            return f"{name} {_('[listed again]')}" if node.relisted else name
        if node.heading is not None:
            return texts.name(node.heading.heading, node.heading.heading_en)
        view = self.tree.view
        return _("All programs") if view is None else texts.name(view.name, view.name_en)

    def _value_name(self, node: Node) -> str:
        """A value by its field, the unit it is counted in, and its year where that is not the request's."""
        assert node.value is not None
        field, year = ALL_FIELDS[node.value.cell.field], node.value.cell.year
        unit, name = self._unit(node), self._(field.label)
        name = name if year == self._request_year else f"{name} {self._texts.year(field, year)}"
        return self._("{name} ({unit})").format(name=name, unit=unit) if unit else name

    @property
    def _request_year(self) -> int:
        return self._session.state.portfolio.request_year

    # ---------------------------------------------------------------- what a cell looks like

    def look(self, node: Node, column: CompareColumn) -> CompareLook:
        """A cell as it is painted."""
        ground = "header" if node.level is Level.PROGRAM and _is_top(node) else "surface"
        strong = node.level in (Level.TOTAL, Level.PROGRAM)
        if column.kind is ColumnKind.NAME:
            ink = "third" if node.relisted else "second" if node.level is Level.VALUE else "text"
            return CompareLook(self.name(node), ink, ground, False, strong, node.level is Level.VALUE)
        if column.kind is ColumnKind.REASON:
            return CompareLook(ground=ground, right=False, because=self.because(node))
        number = self.tree.comparison.scenarios[column.place]
        is_scenario = column.kind is ColumnKind.SCENARIO or not self.tree.against_previous
        tint = number if is_scenario and number == self._session.state.scenario else None
        text = self.text(node, column)
        if column.kind is ColumnKind.REFERENCE and self.tree.against_previous:
            return CompareLook(text, "second", ground, strong=strong, small=node.value is not None)
        if node.value is not None:
            own = self.whose.holding(self.tree, node.value, column.place) is Holding.OWN
            ink, mark = ("text", number) if own else ("third", None)
            return CompareLook(text, ink, ground, strong=own, small=not own, mark=mark, tint=tint)
        if column.kind is ColumnKind.REFERENCE or self.as_amounts:
            ink = "third" if node.relisted else "text"
            return CompareLook(text, ink, ground, strong=strong, tint=tint)
        difference = self.tree.difference(node, column.place)
        ink = "third" if not difference else "decrease" if difference < 0 else "increase"
        bar = None
        if difference and node.level is not Level.TOTAL:
            bar = max(-1.0, min(1.0, difference / self.scale))
        return CompareLook(text, ink, ground, strong=bool(difference), bar=bar, tint=tint)

    def because(self, node: Node) -> tuple[Because, ...]:
        """Why a row differs; of the total that is not told."""
        if node.level is Level.TOTAL:
            return ()
        if node not in self._kept:
            self._kept[node] = self.whose.reasons(self.tree, node)
        return self._kept[node]

    # ---------------------------------------------------------------- texts

    def text(self, node: Node, column: CompareColumn) -> str:
        """What a cell on the screen shows."""
        tree = self.tree
        match column.kind:
            case ColumnKind.NAME:
                return self.name(node)
            case ColumnKind.REASON:
                return self._texts.name("、", ", ").join(map(self.reason_text, self.because(node)))
            case ColumnKind.REFERENCE if tree.against_previous:
                return self.copied(node, CompareColumn(ColumnKind.PREVIOUS))
        if node.value is not None or column.kind is ColumnKind.REFERENCE or self.as_amounts:
            return self.copied(node, CompareColumn(ColumnKind.AMOUNT, column.place))
        difference, standing = tree.difference(node, column.place), tree.standing(node, column.place)
        said = NOTHING if difference is None else change_text(difference, self._session.state.unit, self._texts)
        if standing is not None:
            return f"{self._(STANDINGS[standing])} {said}"
        return self._(SAME) if difference == 0 else said

    def reason_text(self, because: Because) -> str:
        """A reason in words; that none was given is told too."""
        return because.why or self._("no reason given")

    def _reasons(self, node: Node) -> list[str]:
        return [f"{self.scenario_name(each.scenario)}: {self.reason_text(each)}" for each in self.because(node)]

    def told(self, node: Node, column: CompareColumn) -> str:
        """All there is to say of a cell: as it is heard, and in its tip."""
        name, _, tree = self.name(node), self._, self.tree
        if column.kind is ColumnKind.NAME:
            return name
        if column.kind is ColumnKind.REASON:
            return "\n".join(self._reasons(node))
        place = column.place
        if column.kind is ColumnKind.REFERENCE and tree.against_previous:
            return self.text(node, column)
        scenario = self.scenario_name(tree.comparison.scenarios[place])
        if node.value is not None:
            held = self.whose.held(tree, node.value, place)
            holding = self.whose.holding(tree, node.value, place)
            said = [self.copied(node, CompareColumn(ColumnKind.AMOUNT, place))]
            said.append(_(HELD_NAMES[holding]).format(scenario=self.scenario_name(held.giver)))
            effect = tree.difference(node, place)
            if effect:
                change = f"+{yen_text(effect, self._texts)}" if effect > 0 else yen_text(effect, self._texts)
                said.append(_("this value alone makes {change}").format(change=change))
        else:
            kinds = [ColumnKind.AMOUNT]
            if column.kind is ColumnKind.SCENARIO:
                kinds += [ColumnKind.DIFFERENCE, ColumnKind.PERCENT]
            said = [self.copied(node, CompareColumn(kind, place)) for kind in kinds]
            said[0] = f"{said[0]} {unit_name(self._session.state.unit, self._texts)}"
        return f"{scenario} · {name}: {_(', ').join(filter(None, said))}"

    # ---------------------------------------------------------------- what is copied

    def copied(self, node: Node, column: CompareColumn) -> str:
        """What a cell shows in a column that is copied."""
        tree, unit, _ = self.tree, self._session.state.unit, self._
        if node.value is not None:
            return self._value_text(node, column)
        if column.kind is ColumnKind.PREVIOUS:
            return amount_text(tree.previous(node), unit, _)
        if column.kind is ColumnKind.AMOUNT:
            if node.level is Level.LINE and not tree.is_present(node, column.place):
                return NOTHING
            return amount_text(tree.amount(node, column.place), unit, _)
        difference = tree.difference(node, column.place)
        if column.kind is ColumnKind.DIFFERENCE:
            return NOTHING if difference is None else change_text(difference, unit, self._texts)
        standing = tree.standing(node, column.place)
        if standing is not None:
            return _(STANDINGS[standing])
        mine, theirs = tree.amount(node, column.place).amount, tree.reference(node).amount
        return NOTHING if mine is None or theirs is None else percent_text(mine, theirs, self._texts)

    def _value_text(self, node: Node, column: CompareColumn) -> str:
        assert node.value is not None
        if column.kind is ColumnKind.PREVIOUS:
            return self._shown(node, self.tree.enacted(node), "")
        value = node.value.values[column.place]
        if column.kind is ColumnKind.AMOUNT:
            return self._shown(node, value, NOTHING)
        theirs = self.tree.held_against(node)
        if value is None or theirs is None or ALL_FIELDS[node.value.cell.field].choices:
            return ""
        return percent_text(value.numerator * theirs.denominator, theirs.numerator * value.denominator, self._texts)

    def _shown(self, node: Node, value: Value | None, nothing: str) -> str:
        assert node.value is not None
        if value is None:
            return nothing
        field = ALL_FIELDS[node.value.cell.field]
        if field.choices:
            return self._(field.text(value))
        if field.is_money:
            return format_amount(value.numerator)
        return field.display(value)

    def _unit(self, node: Node) -> str:
        """What the values of a row are counted in; empty where that goes without saying."""
        assert node.value is not None
        field = ALL_FIELDS[node.value.cell.field]
        if field.is_money:
            return self._("yen")
        if field is not QUANTITY or node.row is None:
            return ""
        return line_unit(self._session.state.portfolio.lines.units[node.row], self._texts)

    def raw(self, node: Node, column: CompareColumn) -> str:
        """A cell as other programs read it: whole yen, plain numbers, or words."""
        tree, value = self.tree, node.value
        if column.kind is ColumnKind.NAME:
            return self.name(node)
        if column.kind is ColumnKind.REASON:
            return self._texts.name("；", "; ").join(self._reasons(node))
        if column.kind is ColumnKind.PERCENT:
            return self.copied(node, column)
        if column.kind is ColumnKind.DIFFERENCE:
            return plain(tree.difference(node, column.place))
        if column.kind is ColumnKind.PREVIOUS:
            return plain(tree.previous(node).amount if value is None else tree.enacted(node))
        if value is None:
            return plain(tree.amount(node, column.place).amount)
        choices = ALL_FIELDS[value.cell.field].choices
        return self.copied(node, column) if choices else plain(value.values[column.place])


def _is_top(node: Node) -> bool:
    """Whether a program stands directly below the total or a heading; headings themselves do."""
    return node.parent is None or node.parent.program is None


def _programs(tree: CompareTree, node: Node) -> list[Node]:
    """A program, or those below a heading."""
    return [node] if node.program is not None else tree.children(node)


def plain(value: Value | None) -> str:
    """A number without separators; nothing for none."""
    return "" if value is None else str(value)
