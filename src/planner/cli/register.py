"""The register of assumptions on the command line: what `assume` puts into it, and how `risk` tells of it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from fractions import Fraction

from planner.cli.reports import Report, plain
from planner.cli.tables import NONE, columns
from planner.cli.whatif.seek import DRIVER
from planner.core.edits.ranges import remove_range, set_range
from planner.core.errors import N_, UserError
from planner.core.model.document import Document
from planner.core.model.fields import field_named
from planner.core.model.portfolio import Portfolio
from planner.core.model.ranges import JudgedRange, Named, Own, Shape
from planner.core.risk.asked import is_variation, read_own, read_variation
from planner.core.risk.drivers import Given, Varied
from planner.core.risk.risk import Risk
from planner.core.years import parse_year
from planner.files.document.author import author
from planner.words.risk import GIVEN_NAMES, SHAPE_NAMES, judged_by, own_text, range_text
from planner.words.texts import Texts

PRINTED = "published"


def read_named(portfolio: Portfolio, text: str) -> Named | None:
    """`LINE.FIELD[@YEAR]` as a driver, from the request year on where none is said; `None` where it is none."""
    match = DRIVER.fullmatch(text.strip())
    if match is None:
        return None
    year = parse_year(match["year"]) if match["year"] else portfolio.request_year
    return Named(match["line"], field_named(match["field"]).key, year)


def not_a_range(text: str) -> UserError:
    """What is said of an argument that gives no range."""
    return UserError(
        N_('"{text}" is not LINE.FIELD[@YEAR]=LOW..HIGH.'),
        N_("Write for example fellows/pd/pd.rate=4,000千円..4,344千円..5,000千円."),
        text=text,
    )


def judge(document: Document, text: str, arguments: argparse.Namespace) -> Document:
    """Put `LINE.FIELD[@YEAR]=RANGE` into the register; with nothing after `=` the figure is taken out.

    What is not said of shape, group and reason stays as it was.
    """
    name, mark, typed = text.partition("=")
    figure = read_named(document.portfolio, name)
    if figure is None or not mark:
        raise not_a_range(text)
    if not typed.strip():
        return remove_range(document, figure)
    before = document.range_of(figure) or JudgedRange(figure)
    judged = replace(
        before,
        span=_span(figure, typed.strip(), text),
        shape=before.shape if arguments.shape is None else Shape(arguments.shape),
        group=before.group if arguments.group is None else arguments.group,
        why=arguments.reason.strip() or before.why,
    )
    return set_range(document, judged, author())


def _span(figure: Named, typed: str, text: str) -> Own | Fraction | None:
    if typed == PRINTED:
        return None
    try:
        own = read_variation(typed) if is_variation(typed) else read_own(typed, field_named(figure.field))
    except UserError as error:
        raise error.at(str(figure)) from None
    if own is None:
        raise not_a_range(text)
    return own


def register_table(document: Document, texts: Texts) -> str:
    """Every figure of the register with its range, who judged it and why; lines that are no more are marked."""
    _ = texts._
    rows = []
    for each in document.ranges:
        shape = NONE if each.shape is None else _(SHAPE_NAMES[each.shape])
        gone = each.figure.line not in document.portfolio.line_index
        said = " ".join(filter(None, [_("(line is gone)") if gone else "", each.why]))
        name = named_text(document, each.figure)
        rows.append([name, range_text(each, texts), shape, each.group or NONE, judged_by(each) or NONE, said or NONE])
    heads = [_("Register of assumptions"), _("Range"), _("Shape"), _("Group"), _("Judged by"), _("Reason")]
    return columns(heads, rows) if rows else _("The register of assumptions is empty.")


def named_text(document: Document, figure: Named) -> str:
    """A driver as it is written, with its year where that is not the request year."""
    year = "" if figure.year == document.portfolio.request_year else f"@{figure.year}"
    return f"{figure.line}.{figure.field}{year}"


def ranges_report(found: Risk) -> list[Report]:
    """Each figure that varies with its range, and where that comes from."""
    document = found.measured.document
    return [_range(document, each) for each in found.varied]


def _range(document: Document, varied: Varied) -> Report:
    figure = Named(document.portfolio.lines.ids[varied.driver.row], varied.driver.field.key, varied.driver.year)
    entry = document.range_of(figure) if varied.given is Given.REGISTER else None
    low, high = varied.ends
    return {
        "line": figure.line,
        "field": figure.field,
        "year": figure.year,
        "low": plain(low),
        "mode": None if varied.mode is None else plain(varied.mode),
        "high": plain(high),
        "shape": varied.spread.shape.value,
        "group": varied.group or None,
        "from": varied.given.value,
        "who": None if entry is None else entry.who,
        "when": None if entry is None else entry.when,
        "why": None if entry is None else entry.why,
    }


def sources_text(found: Risk, texts: Texts) -> str:
    """How many ranges come from where, and each of those somebody judged or asked for."""
    _, document = texts._, found.measured.document
    counts = {given: sum(each.given is given for each in found.varied) for given in Given}
    told = [f"{_(GIVEN_NAMES[given])} {count:,}" for given, count in counts.items() if count]
    said = [_("Ranges: {sources}").format(sources=_(", ").join(told))]
    ids = document.portfolio.lines.ids
    for each in found.varied if counts[Given.REGISTER] else ():
        figure = Named(ids[each.driver.row], each.driver.field.key, each.driver.year)
        entry = document.range_of(figure) if each.given is Given.REGISTER else None
        if entry is not None:
            parts = [own_text(figure.field, Own(*each.ends, each.mode)), judged_by(entry), entry.why]
            said.append(f"  {named_text(document, figure)}: {'; '.join(filter(None, parts))}")
    gone = [named_text(document, each.figure) for each in document.gone_ranges]
    if gone:
        said.append(_("In the register, but of lines that are no more: {figures}").format(figures=", ".join(gone)))
    return "\n".join(said)
