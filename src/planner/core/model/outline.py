"""The outline of a view: its headings, its programs in order, their parts, and what it only lists again (再掲)."""

from __future__ import annotations

from typing import NamedTuple

from planner.core.model.portfolio import Portfolio, View


class Listed(NamedTuple):
    """A program where an outline lists it; `relisted`: it is only listed again there, and counts elsewhere."""

    program: int
    relisted: bool = False


class Section(NamedTuple):
    """What stands below a heading of a view; what has none stands beside the headings."""

    heading: str
    heading_en: str
    listed: tuple[Listed, ...]


def outline(portfolio: Portfolio, view: View | None) -> tuple[Section, ...]:
    """The sections of a view by where their heading first stands in it; without one, all programs and no heading."""
    if view is None:
        return (Section("", "", tuple(map(Listed, portfolio.tops))),)
    sections: dict[str, Section] = {}
    for member in view.members:
        known = sections.setdefault(member.heading, Section(member.heading, member.heading_en, ()))
        listed = Listed(portfolio.program_index[member.program], member.relisted)
        sections[member.heading] = known._replace(listed=(*known.listed, listed))
    return tuple(sections.values())


def parts(portfolio: Portfolio, listed: Listed) -> tuple[Listed, ...]:
    """The parts of a program below it: those of one that is listed again are so with it."""
    return tuple(Listed(child, listed.relisted) for child in portfolio.children[listed.program])
