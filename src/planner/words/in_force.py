"""Values in force in words: what a line rests on, the reasons of its amount, and of each driver where it comes from.

A value that a scenario gives reads 「変更（シナリオ名）旧 → 新」 with what it is said to rest on. The sentence that is
printed for the value before is headed as that, and is never a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from planner.core.calculation.evaluate import Evaluation
from planner.core.calculation.in_force import CHANGED, InForce, LineBasis, Use, ValuesInForce
from planner.core.explain.reasons import Reason, reasons
from planner.core.model.document import Change, Evidence
from planner.core.model.fields import ALL_FIELDS, FIELDS, PRESENT, QUANTITY, RATE, Axis, Value
from planner.core.model.origins import Basis, Origin
from planner.core.money import format_change
from planner.words.figures import BASIS_NAMES, EVIDENCE_NAMES, counted
from planner.words.places import place_name
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.core.explain.sources import SourcedFigure

NAMED = 3
"""So many of the other lines of a change are named beside its reason, the rest are counted."""


class Source(NamedTuple):
    """What a value rests on, and what there is to say of that, in the order read.

    `former` is the source of the value before, where that is the last that is said.
    """

    basis: str
    said: tuple[str, ...]
    former: str = ""


class Told(NamedTuple):
    """Drivers of one source, by their names."""

    label: str
    basis: str
    said: tuple[str, ...]
    former: str = ""

    @property
    def now(self) -> tuple[str, ...]:
        """What is said of the value in force alone."""
        return self.said[:-1] if self.former else self.said


def evidence_text(evidence: Evidence, texts: Texts) -> str:
    """The document a value rests on, of what kind it is, and where in it."""
    return " ".join(filter(None, (texts._(EVIDENCE_NAMES[evidence.kind]), evidence.document, evidence.page)))


def basis_text(basis: LineBasis, texts: Texts) -> str:
    """What a line rests on: `assumed`, or `changed (the rest assumed)`."""
    rest = "" if basis.rest is None else texts._(BASIS_NAMES[basis.rest])
    if not basis.changed:
        return rest
    return texts._("changed (the rest {basis})").format(basis=rest) if rest else texts._(BASIS_NAMES[CHANGED])


@dataclass(frozen=True, eq=False)
class ValueWords:
    """The values in force in a scenario, told in a language.

    `name` is what a scenario that gives a value may be called, empty for one that is not to be named; `titles` are the
    titles of sheets to be named with their sentences. With `residuals` the rule of what is not itemised is told too.
    """

    values: ValuesInForce
    evaluation: Evaluation
    texts: Texts
    negative: str = "△"
    name: Callable[[int], str] = field(default=lambda _scenario: "")
    titles: Mapping[str, str] = field(default_factory=dict)
    residuals: bool = False
    _lines_of: dict[int, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False)
    _sources: dict[tuple[str, int], Source] = field(default_factory=dict, init=False, repr=False)

    def basis(self, row: int, year: int) -> str:
        """What a line rests on."""
        return basis_text(self.values.basis(row, year), self.texts)

    # ---------------------------------------------------------------- reasons

    def reasons(self, row: int, year: int) -> list[str]:
        """The reasons in force for a line's amount, each with its yen and the other lines of the same change."""
        found = reasons(self.values, self.evaluation.base, row, year)
        return [self._reason(reason, row) for reason in found if reason.change.why]

    def _reason(self, reason: Reason, row: int) -> str:
        _ = self.texts._
        said = []
        if reason.effect is not None:
            amount = format_change(reason.effect).replace("△", self.negative)
            said.append(_("{amount} yen against the scenario before").format(amount=amount))
        others = [other for other in islice(self._lines(reason.change), NAMED + 1) if other != row][:NAMED]
        if others:
            names = [self._line_name(other, row) for other in others]
            more = len(self._lines(reason.change)) - 1 - len(others)
            if more > 0:
                names.append(_("and {n} more").format(n=more))
            said.append(_("changed together with {lines}").format(lines=_(", ").join(names)))
        why = reason.change.why
        return _("{text} ({remarks})").format(text=why, remarks=_(", ").join(said)) if said else why

    def _lines(self, change: Change) -> tuple[int, ...]:
        """The rows of the lines shown on which values of a change still stand."""
        if change.number not in self._lines_of:
            index, overrides = self.evaluation.portfolio.line_index, self.evaluation.overrides
            rows = [
                index[line]
                for line, cells in change.cells_of.items()
                if line in index and line in overrides
                if any(overrides[line].get(cell) == each.after for cell, each in cells.items())
            ]
            self._lines_of[change.number] = tuple(row for row in rows if self.evaluation.shows(row))
        return self._lines_of[change.number]

    def _line_name(self, row: int, beside: int) -> str:
        """The name of a line, with its program where that is another."""
        portfolio = self.evaluation.portfolio
        lines = portfolio.lines
        if lines.program[row] == lines.program[beside]:
            return self.texts.name(lines.labels[row], lines.labels_en[row])
        return place_name(portfolio, lines.ids[row], self.texts)

    # ---------------------------------------------------------------- sources

    def sources(self, row: int, year: int, used: Sequence[Use], shown: Sequence[Use]) -> tuple[Told, ...]:
        """Where values come from: those `shown` of all that a line uses in a year; those of the same source as one."""
        former, beside = _former(use.found for use in used), _former(use.found for use in shown) or frozenset()
        told: dict[Source, dict[str, str]] = {}
        for use in shown:
            if self._tells(use.found):
                labels = told.setdefault(self.source(use.found, row, former, beside), {})
                labels.setdefault(use.found.field, self._label(use, year))
        return tuple(Told(self.texts._(", ").join(labels.values()), *source) for source, labels in told.items())

    def _tells(self, found: InForce) -> bool:
        """Whether there is anything to tell of a value: of a default, or of what is not itemised, there is not."""
        origin = found.before.origin
        if found.is_changed or found.evidence is not None:
            return True
        return origin is not None and (origin.basis is not Basis.RESIDUAL or self._explains(origin, found.field))

    def _explains(self, origin: Origin, key: str) -> bool:
        """Whether the rule of what is not itemised is told; the 1 that it is multiplied by has none of its own."""
        return self.residuals and origin.basis is Basis.RESIDUAL and key == RATE.key

    def _label(self, use: Use, year: int) -> str:
        """The name of a driver, with the intakes it counts for where those are not of the year told of."""
        texts, driver = self.texts, ALL_FIELDS[use.found.field]
        label = texts._(driver.label)
        if driver.axis is Axis.TENURE:
            years = [texts.year(driver, each) for each in use.years]
        elif use.years[0] == year:
            return label
        else:
            intakes = texts.name("・", ", ").join(map(texts.era, use.years))
            years = [texts._("intake {year}").format(year=intakes)]
        return texts._("{label} ({years})").format(label=label, years=texts._(", ").join(years))

    def source(
        self, found: InForce, row: int, former: Collection[str] | None = None, beside: Collection[str] = ()
    ) -> Source:
        """What a value rests on.

        `former` are the sentences of other values of the line that were changed, if any; those `beside` are told there.
        """
        origin = found.before.origin
        if origin is None or origin.has_range or found.is_changed or found.evidence is not None or former is not None:
            return self._source(found, row, former, beside)
        key = found.field, id(origin)  # lines of a program often share their sources
        if key not in self._sources:
            self._sources[key] = self._source(found, row, former, beside)
        return self._sources[key]

    def _source(self, found: InForce, row: int, former: Collection[str] | None, beside: Collection[str]) -> Source:
        texts, origin, said = self.texts, found.before.origin, []
        if found.evidence is not None:
            said.append(texts._("rests on: {evidence}").format(evidence=evidence_text(found.evidence, texts)))
        if origin is not None and origin.has_range:
            inside = found.value is None or origin.allows(found.value)
            told = texts._("published range {range}") if inside else texts._("outside the published range {range}")
            said.append(told.format(range=origin.range_text().render(texts.translate)))
        if found.is_changed:
            told = ""
            if origin is not None:
                told = f"{texts._(BASIS_NAMES[origin.basis])} {self._sentence(origin, found.field)}".strip()
                said.append(texts._("source of the value before: {source}").format(source=told))
            return Source(self.changed(found, row), tuple(said), told)
        if origin is None:
            return Source("", tuple(said))
        again = former is not None and origin.quote in former
        said.append(self._sentence(origin._replace(quote="") if again else origin, found.field))
        return Source(self._basis(origin, former, beside), tuple(filter(None, said)))

    def printed_basis(self, figure: SourcedFigure) -> str:
        """What a figure of the base rests on; that it is the value before where the scenario has another instead."""
        texts, row, origin = self.texts, figure.row, figure.origin
        if not self.values.given(row):
            return texts._(BASIS_NAMES[origin.basis])
        if self.values.value(row, figure.field, figure.year).is_changed:
            return texts._("value before: {basis}").format(basis=texts._(BASIS_NAMES[origin.basis]))
        year = max(figure.year, self.evaluation.portfolio.request_year)
        used = [use.found for use in self.values.used(row, year)]
        years = {year, figure.year}  # also of a line that is not requested, and of a year gone by
        used += [self.values.value(row, field, each) for field in FIELDS for each in sorted(years)]
        former = _former(used)
        return self._basis(origin, former, former or ())

    def _basis(self, origin: Origin, former: Collection[str] | None, beside: Collection[str]) -> str:
        """The name of a basis; beside values that were changed, that it goes by those before."""
        _, remarks = self.texts._, []
        basis = _(BASIS_NAMES[origin.basis])
        if former is not None and origin.rule and origin.basis is not Basis.PUBLISHED:
            remarks.append(_("from the values before"))
        if origin.quote in beside:
            remarks.append(_("same source as the value before"))
        return _("{text} ({remarks})").format(text=basis, remarks=_(", ").join(remarks)) if remarks else basis

    def _sentence(self, origin: Origin, key: str) -> str:
        """The sentence a figure is taken from, after its sheet where that is named, and the rule it was solved by."""
        if origin.basis is Basis.RESIDUAL and not self._explains(origin, key):
            return ""
        sheet, quote = self.titles.get(origin.sheet, ""), self.texts.quoted(origin.quote) if origin.quote else ""
        return f"{sheet}{quote} {self.texts.name(origin.rule, origin.rule_en)}".strip()

    def changed(self, found: InForce, row: int) -> str:
        """`changed (scenario) from 3,072,000 yen to 3,200,000 yen`; of a proposed line nothing stood before."""
        _, who, after = self.texts._, self.giver(found), self.value(found.field, found.value, row)
        if found.anew and found.field == PRESENT.key and found.value:
            return who
        if found.anew:
            said = _("to {value}").format(value=after)
        else:
            before = self.value(found.field, found.before.value, row)
            said = _("from {before} to {after}").format(before=before, after=after)
        return f"{who}{said}" if who.endswith("）") else f"{who} {said}"

    def giver(self, found: InForce) -> str:
        """That a value was changed, and in which scenario."""
        _, scenario = self.texts._, self.name(found.giver)
        if found.anew:
            if found.field == PRESENT.key and found.value:
                return _("newly requested ({scenario})").format(scenario=scenario) if scenario else _("newly requested")
            return _("newly set ({scenario})").format(scenario=scenario) if scenario else _("newly set")
        return _("changed ({scenario})").format(scenario=scenario) if scenario else _(BASIS_NAMES[CHANGED])

    def value(self, key: str, value: Value | None, row: int) -> str:
        """A value with its unit."""
        texts, driver = self.texts, ALL_FIELDS[key]
        shown = texts.value(driver, value)
        if value is None or driver.choices:
            return shown
        if key == RATE.key:
            shown = texts._("{amount} yen").format(amount=shown)
        elif key == QUANTITY.key:
            shown = counted(shown, self.evaluation.portfolio.lines.units[row], texts, value)
        return shown.replace("△", self.negative)


def _former(used: Iterable[InForce]) -> frozenset[str] | None:
    """The sentences of the values before those that were changed; `None` where none was."""
    changed = [found.before.origin for found in used if found.is_changed]
    return frozenset(origin.quote for origin in changed if origin is not None and origin.quote) if changed else None


def told_text(told: Told, texts: Texts) -> str:
    """A driver in words, in one line."""
    basis = texts._("{label}: {basis}").format(label=told.label, basis=told.basis)
    return "　".join((basis, *told.said))
