"""The commands' reports as text for a terminal: columns that line up, full-width characters counted as two."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from planner.cli.reports import Report, scenario_name
from planner.core.compare.tree import STANDINGS, Standing
from planner.core.explain.footing import Shares
from planner.core.model.document import Change, Document
from planner.core.model.fields import ALL_FIELDS, Field
from planner.core.model.portfolio import Portfolio
from planner.core.money import format_amount, format_change
from planner.words.figures import BASIS_NAMES, SHARE_NAMES, percent_text
from planner.words.texts import Texts

T = TypeVar("T")
NONE = "−"


def totals(report: Report, portfolio: Portfolio, texts: Texts) -> str:
    """Programs, parts indented, with a column for last year and the request, or the one year asked, and the change."""
    years = list(report["total"])[:2]
    compared = len(years) > 1
    rows = []
    for program in report["programs"]:
        depth = portfolio.depth(portfolio.program_index[program["id"]])
        name = "  " * depth + texts.name(program["name"], program["name_en"])
        rows.append([name, *_figures(_of(program["amounts"], years), compared, program["unpriced"], texts)])
    rows.append([texts._("Total"), *_figures(_of(report["total"], years), compared, report["unpriced"], texts)])
    if report["remainder"]:
        remainder = {year: report["remainder"].get(year) for year in years}
        rows.append([texts._("Left to printed total"), *_figures(remainder, compared, {}, texts)])
    head = [texts._("Yen"), *years]
    if compared:
        head += [texts._("Change"), "%"]
    said = [report["scenario"], columns(head, rows)]
    for year, count in _of(report["missing"], years).items():
        if count:
            said.append(texts._("{year}: totals leave out missing figures ({count}).").format(year=year, count=count))
    return "\n".join(said)


def _of(by_year: dict[str, T], years: Sequence[str]) -> dict[str, T]:
    return {year: by_year[year] for year in years}


def _figures(amounts: dict[str, int | None], compared: bool, unpriced: dict[str, int], texts: Texts) -> list[str]:
    """Amounts as shown, with 事項 beside them where lines are requested without one; then the change."""
    shown = []
    for year, amount in amounts.items():
        text = _yen(amount)
        if unpriced.get(year):
            text = texts._("item") if amount is None else texts._("{amount} + item").format(amount=text)
        shown.append(text)
    if not compared:
        return shown
    previous, request = list(amounts.values())[:2]
    if previous is None or request is None:
        return [*shown, NONE, NONE]
    return [*shown, format_change(request - previous), percent_text(request, previous, texts)]


def change(document: Document, made: Change, texts: Texts) -> str:
    """What a change did: every cell before and after, and the effect on the request."""
    rows = []
    for cell in made.cells:
        field = ALL_FIELDS[cell.field]
        before, after = (
            NONE if each is None else texts._(field.text(each)) if field.choices else field.text(each)
            for each in (cell.before, cell.after)
        )
        rows.append([f"{cell.line_id}.{cell.field}@{cell.year}", before, "→", after])
    effect = NONE if made.effect is None else format_change(made.effect)
    head = [scenario_name(document, made.scenario), texts._("Before"), "", texts._("After")]
    said = texts._("Effect on fiscal {year}: {effect} yen").format(year=document.portfolio.request_year, effect=effect)
    return f"{columns(head, rows)}\n{said}"


def comparison(report: Report, portfolio: Portfolio, texts: Texts) -> str:
    """Values, programs and lines that differ, and the totals: a column a scenario, then what each differs by."""
    names = report["scenarios"]
    rows = []
    for each in report["differences"]:
        field = ALL_FIELDS[each["field"]]
        values = [each["values"][name] for name in names]
        shown = [NONE if value is None else _value(field, value, texts) for value in values]
        rows.append([f"{each['line']}.{each['field']}@{each['year']}", *shown, *_changes(each["effect"], names)])
    for each in report["programs"]:
        said = (
            _line_name(each["line"], portfolio, texts) if each["line"] else _program_name(each["id"], portfolio, texts)
        )
        amounts = [_yen(each["amounts"][name]) for name in names]
        marks = [texts._(STANDINGS[Standing(mark)]) for mark in dict.fromkeys(filter(None, each["standing"].values()))]
        rows.append([" ".join([said, *marks]), *amounts, *_changes(each["difference"], names)])
    for year in portfolio.years:
        totals = {name: report["totals"][name][str(year)] for name in names}
        first = totals[names[0]]
        moved = {name: None if first is None or total is None else total - first for name, total in totals.items()}
        said = texts._("Total {year}").format(year=year)
        rows.append([said, *map(_yen, totals.values()), *_changes(moved, names)])
    differences = [f"{name} ({texts._('difference')})" for name in names[1:]]
    return columns([texts._("Value"), *names, *differences], rows)


def _changes(changes: dict[str, int | None], names: Sequence[str]) -> list[str]:
    known = [changes[name] for name in names[1:]]
    return [NONE if change is None else format_change(change) for change in known]


def _value(field: Field, value: int | str, texts: Texts) -> str:
    return texts._(field.text(int(value))) if field.choices else _number(value)


def _program_name(id_: str, portfolio: Portfolio, texts: Texts) -> str:
    index = portfolio.program_index[id_]
    program = portfolio.programs[index]
    return "  " * portfolio.depth(index) + texts.name(program.name, program.name_en)


def _line_name(id_: str, portfolio: Portfolio, texts: Texts) -> str:
    row = portfolio.line_index[id_]
    depth = len(portfolio.ancestors[portfolio.lines.program[row]])
    return "  " * depth + texts.name(portfolio.lines.labels[row], portfolio.lines.labels_en[row])


def check(report: Report, portfolio: Portfolio, texts: Texts) -> str:
    """Every printed figure with its verdicts, then the problems with their rules, those accepted last."""
    _ = texts._
    verdict = {True: "✓", False: "≠", None: NONE}
    rows = []
    for each in report["programs"]:
        program = portfolio.programs[portfolio.program_index[each["id"]]]
        shares = [each[f"share_{name}"] for name in Shares._fields]
        rows.append(
            [
                f"{each['id']} {texts.name(program.name, program.name_en)}",
                str(each["year"]),
                each["printed"] or NONE,
                _yen(each["computed"]),
                verdict[each["agrees"]],
                verdict[each["explained"]],
                *(NONE if share is None else f"{float(share):.1%}" for share in shares),
            ]
        )
    head = [_("Program"), _("Year"), _("Printed"), _("Lines (yen)"), _("Agrees"), _("Explained")]
    head += [_(name) for name in SHARE_NAMES]
    severities = {"error": _("error"), "warning": _("warning"), "note": _("note")}
    said = [columns(head, rows)]
    for problem in sorted(report["problems"], key=lambda each: each["waived"] is not None):
        place = f"{problem['where']} " if problem["where"] else ""
        told = f"[{severities[problem['severity']]}] {place}({problem['rule']}): {problem['message']} "
        accepted = problem["waived"]
        said.append(told + (problem["remedy"] if accepted is None else _("Accepted: {why}").format(why=accepted)))
    return "\n".join(said)


def ceilings(report: Report, texts: Texts) -> str:
    """A row a ceiling with limited amount, allowance, room and state; below it what breaks it, or is not known."""
    _ = texts._
    names = {"holds": _("within"), "broken": _("over"), "cannot judge": _("cannot judge: not known")}
    rows, said = [], []
    for each in report["ceilings"]:
        name = texts.name(each["name"], each["name_en"])
        state = names[each["state"]]
        if each["unpriced"]:
            state = f"{state} {_('+ items without an amount: {count}').format(count=each['unpriced'])}"
        rows.append([name, *(_between(each[key], texts) for key in ("limited", "allowance", "room")), state])
        said += [f"  {name}: {one['line']} {format_change(one['increase'])}" for one in each["increases"]]
        if each["why"]:
            said.append(f"  {name}: {each['why']}")
    head = [_("Ceiling (yen)"), _("Limited"), _("Allowance"), _("Room"), _("State")]
    if not rows:
        return _("No ceiling is known for fiscal {year}.").format(year=report["year"])
    return "\n".join([report["scenario"], columns(head, rows), *said])


def _between(amount: dict[str, int], texts: Texts) -> str:
    low, high = format_amount(amount["low"]), format_amount(amount["high"])
    return low if low == high else f"{low}{texts.name('～', '–')}{high}"


def sources(report: Report, texts: Texts) -> str:
    """A line a figure: where, value, basis, and the sentence or rule it rests on; of a scenario's what was before."""
    _, said = texts._, []
    for each in report["figures"]:
        address = f"{each['line']}.{each['field']}@{each['year']}"
        value, basis, told = _given(each["value"]), _basis(each["basis"], texts), _sentence(each, texts)
        if each.get("former"):
            basis = _("value before: {basis}").format(basis=basis)
        before = each.get("before")
        if before is not None:
            value = f"{_given(before['value'])} → {value}"
            source = "  ".join(filter(None, [_basis(before["basis"], texts), *_sentence(before, texts)]))
            told = [each["scenario"], each["reason"], each["evidence"] or ""]
            told.append(_("source of the value before: {source}").format(source=source) if source else "")
        said.append("  ".join(filter(None, [address, value, basis, *told])))
    return "\n".join(said)


def _basis(key: str | None, texts: Texts) -> str:
    return "" if key is None else texts._(BASIS_NAMES[key])


def _given(value: int | str | None) -> str:
    return NONE if value is None else _number(value)


def _sentence(figure: Report, texts: Texts) -> list[str]:
    """The sheet, sentence and rule of a figure."""
    quote = f"「{figure['quote']}」" if figure["quote"] else ""
    return [figure["sheet"], quote, texts.name(figure["rule"], figure["rule_en"])]


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table: the first column to the left, the others to the right."""
    widths = [max(_width(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            _pad(text, width, left=i == 0) for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in (head, *rows)
    )


def _pad(text: str, width: int, *, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)


def _yen(amount: int | None) -> str:
    return NONE if amount is None else format_amount(amount)


def _number(value: int | str) -> str:
    return format_amount(value) if isinstance(value, int) else value
