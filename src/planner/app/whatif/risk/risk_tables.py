"""What came of the trials as tables: percentiles by program, chances, what is held and why, how far figures may err."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.whatif.risk.risk_answer import RiskAnswer
from planner.app.whatif.risk.told_table import Told, ToldTable
from planner.core.model.portfolio import Portfolio
from planner.core.money import format_amount
from planner.core.risk.bins import bins
from planner.core.risk.drivers import Held
from planner.core.risk.fragility import Bend
from planner.core.risk.risk import PERCENTILES, Risk, Spreading, Within
from planner.core.seek.levers import Driver
from planner.words.figures import unit_name, yen_text
from planner.words.texts import Texts


class RiskTables:
    """The tables, in the order of their tabs."""

    def __init__(self, session: Session, texts: Texts, name: Callable[[Driver], str]) -> None:
        _ = texts._
        self._session, self._texts, self._name = session, texts, name
        self.percentiles = ToldTable(session, texts, "what-if-percentiles", _("Percentiles"))
        self.bins = ToldTable(session, texts, "what-if-bins", _("Distribution"), figures=0)
        self.chances = ToldTable(session, texts, "what-if-chances", _("Chances"))
        self.held = ToldTable(session, texts, "what-if-held", _("What is held"), figures=2)
        self.fragility = ToldTable(session, texts, "what-if-fragility", _("What stays as it is"), figures=2)
        self.tell(None, "")
        self.tell_bends(())

    @property
    def _portfolio(self) -> Portfolio:
        return self._session.state.portfolio

    def tell(self, found: RiskAnswer | None, what: str) -> None:
        """Tell what came of the trials of an aim, which is named in words."""
        risk = None if found is None else found.risk
        limit = None if found is None else found.limit
        self._tell_percentiles(risk, what)
        self._tell_bins(risk)
        self._tell_chances(() if risk is None else risk.within, limit)
        self._tell_held(() if risk is None else risk.held)

    def _tell_percentiles(self, found: Risk | None, what: str) -> None:
        _, unit = self._texts._, self._session.state.unit
        heads = [_("median") if each == 50 else f"{each}%" for each in PERCENTILES]
        headers = (unit_name(unit, self._texts), *heads, _("mean"))
        rows: list[Told] = []

        def figures(each: Spreading) -> list[str]:
            yen = [*(each.percentiles[percent] for percent in PERCENTILES), each.mean]
            return [format_amount(amount, unit) for amount in yen]

        if found is not None:
            rows.append(Told((what, *figures(found.whole)), is_strong=True))
            moves = found.whole.may_move
            if moves is None:
                told = ["−"] * len(PERCENTILES)
            else:
                told = [f"±{format_amount(moves[percent], unit)}" for percent in PERCENTILES]
            rows.append(Told((_("may still move by"), *told, "−")))
            for index, each in found.programs.items():
                program = self._portfolio.programs[index]
                name = "　" * self._portfolio.depth(index) + self._texts.name(program.name, program.name_en)
                rows.append(Told((name, *figures(each)), Place(program=index)))
        self.percentiles.tell(headers, rows)

    def _tell_bins(self, found: Risk | None) -> None:
        """Tell what the picture draws."""
        _, unit, rows, done = self._texts._, self._session.state.unit, [], 0
        if found is not None:
            counts, edges = bins(found.outcomes)
            for count, low, high in zip(counts.tolist(), edges, edges[1:], strict=False):
                done += count
                ends = [format_amount(round(each), unit) for each in (low, high)]
                shares = [f"{each / found.trials:.1%}" for each in (count, done)]
                rows.append(Told((*ends, f"{count:,}", *shares)))
        name = unit_name(unit, self._texts)
        headers = (f"{_('At least')} {name}", f"{_('Below')} {name}", _("Trials"), _("Share"), _("Up to here"))
        self.bins.tell(headers, rows)

    def _tell_chances(self, within: Sequence[Within], limit: int | None) -> None:
        _ = self._texts._
        rows = []
        for each in within:
            name = self._texts.name(each.name, each.name_en) or yen_text(limit or 0, self._texts)
            chance = _("cannot judge: not known") if each.chance is None else f"{float(each.chance):.1%}"
            rows.append(Told((name, chance), is_strong=each.chance is not None))
        self.chances.tell((_("Limit"), _("Chance to stay within")), rows)

    def _tell_held(self, held: Sequence[Held]) -> None:
        _, lines = self._texts._, self._portfolio.lines
        rows = [
            Told(
                (
                    self._texts.name(lines.labels[each.row], lines.labels_en[each.row]),
                    each.why.render(self._texts.translate),
                    format_amount(each.amount, self._session.state.unit),
                ),
                Place(row=each.row),
            )
            for each in sorted(held, key=lambda each: -abs(each.amount))
        ]
        self.held.tell((_("Line"), _("Why it is held"), unit_name(self._session.state.unit, self._texts)), rows)

    def tell_bends(self, bends: Sequence[Bend]) -> None:
        """Tell how far figures may err until a printed figure no longer agrees, or a ceiling breaks."""
        _, rows = self._texts._, []
        for each in bends:
            field = each.driver.field
            ends = [
                field.display(end) if said is not None else _("any value")
                for end, said in ((each.low, each.below), (each.high, each.above))
            ]
            breaks = [said.render(self._texts.translate) for said in (each.below, each.above) if said is not None]
            first = " / ".join(dict.fromkeys(breaks)) or "−"
            place = Place(row=each.driver.row, field=field.key, year=each.driver.year)
            rows.append(Told((self._name(each.driver), first, ends[0], field.display(each.now), ends[1]), place))
        headers = (_("All stays as printed"), _("What breaks beyond"), _("At least"), _("As it is"), _("At most"))
        self.fragility.tell(headers, rows)

    def headline(self, found: RiskAnswer) -> str:
        """The answer in one sentence: the chance of the limit typed, else between what it stays nine times of ten."""
        _, risk = self._texts._, found.risk
        if found.limit is not None:
            chance = risk.within[0].chance
            assert chance is not None  # of an amount it is known
            limit = yen_text(found.limit, self._texts)
            return _("{chance} of the trials stay within {limit}.").format(chance=f"{float(chance):.1%}", limit=limit)
        low, high = (risk.whole.percentiles[each] for each in (PERCENTILES[0], PERCENTILES[-1]))
        said = _("Nine times of ten between {low} and {high}.")
        return said.format(low=yen_text(low, self._texts), high=yen_text(high, self._texts))
