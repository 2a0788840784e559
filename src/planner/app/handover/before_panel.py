"""What is told before anything is written: what is still open (出す前に), and what stays inside (出ないもの)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from planner.app.handover.export_choices import heading
from planner.app.session.state import State
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.plain import Label
from planner.app.widgets.pressing import press_by_enter
from planner.core.check.readiness import Readiness
from planner.core.model.document import BASE
from planner.core.money import Unit, format_amount
from planner.files.submission.options import SHEET_NAMES, ExportOptions, SheetKind
from planner.words.ceilings import ceiling_name
from planner.words.figures import unit_name
from planner.words.texts import Texts

SIDE = 16
"""The side of a sign in pixels."""
MOST = 7
"""So many things can be open at once."""


class Told(NamedTuple):
    """One thing that is so, or is open: its sign, the words, and the verb that leads to where it is settled."""

    sign: str
    words: str
    link: str = ""
    verb: str = ""


TOKENS = {"ok": "ok", "warn": "warning", "err": "error", "info": "second"}


class _Row(QWidget):
    """A sign, the words, and a link where there is one; made once, so that Tab goes by in the order of reading."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._sign, self._words, self._link, self._verb = Label(), Label(), QPushButton(), ""
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._words.setWordWrap(True)
        self._link.setProperty("look", "link")
        self._link.clicked.connect(lambda: self.wanted.emit(self._verb))
        press_by_enter([self._link])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self._sign)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop)

    def show_told(self, told: Told | None) -> None:
        """Say this, `None` for nothing."""
        self.setVisible(told is not None)
        if told is None:
            return
        self._sign.setPixmap(icon(told.sign, TOKENS[told.sign]).pixmap(theme.px(SIDE), theme.px(SIDE)))
        self._words.setText(told.words)
        self._link.setVisible(bool(told.link))
        self._link.setText(told.link)
        self._link.setAccessibleName(f"{told.words} {told.link}")
        self._verb = told.verb


class BeforePanel(QWidget):
    """The two lists; what is open has a link to where it is settled.

    Signals:
        wanted(str): the reader wants to go there, by the key of a verb.
    """

    wanted = Signal(str)

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        _ = texts._
        self.told: tuple[Told, ...] = ()
        self.stays = Label()
        self.stays.setWordWrap(True)
        self.stays.setProperty("tone", "second")
        how = Label(_("Amounts go out as live formulas. What was written is read back and compared cell by cell."))
        how.setWordWrap(True)
        how.setProperty("tone", "second")
        self._rows = [_Row() for _each in range(MOST)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        layout.setSpacing(theme.px(4))
        layout.addWidget(heading(_("Before it goes out")))
        for row in self._rows:
            row.wanted.connect(self.wanted)
            layout.addWidget(row)
        layout.addSpacing(theme.px(8))
        layout.addWidget(heading(_("What stays inside")))
        layout.addWidget(self.stays)
        layout.addSpacing(theme.px(8))
        layout.addWidget(heading(_("How it is written")))
        layout.addWidget(how)
        layout.addStretch(1)

    def show_open(self, found: Readiness | None, state: State) -> None:
        """Say what is open, `None` while it is being worked out."""
        told = tuple(self._open(found, state)) if found is not None else (Told("info", self._texts._("Checking…")),)
        if told == self.told:
            return
        self.told = told
        for row, each in zip_longest(self._rows, told):
            row.show_told(each)

    def _open(self, found: Readiness, state: State) -> Iterator[Told]:
        _ = self._texts._
        if found.uncomputable:
            said = _("Amounts that cannot be computed: {n}. No workbook is written.").format(
                n=f"{found.uncomputable:,}"
            )
            yield Told("err", said, _("Look"), "go.problems")
        else:
            yield Told("ok", _("Every amount can be computed"))
        bare = found.changes - found.explained
        if bare:
            said = _("Changes without a reason: {n} of {all}").format(n=f"{bare:,}", all=f"{found.changes:,}")
            yield Told("warn", said, _("Give a reason"), "go.changes")
        elif found.changes:
            yield Told("ok", _("Every change has its reason ({n})").format(n=f"{found.changes:,}"))
        if found.bare_rates:
            said = _("Changed rates without evidence: {n}").format(n=f"{found.bare_rates:,}")
            yield Told("warn", said, _("Look"), "go.problems")
        if found.errors or found.warnings:
            said = _("Findings are open: errors {errors}, warnings {warnings}")
            said = said.format(errors=f"{found.errors:,}", warnings=f"{found.warnings:,}")
            yield Told("err" if found.errors else "warn", said, _("Settle"), "go.problems")
        else:
            yield Told("ok", _("No finding is open"))
        yield from self._ceilings(found, state.unit)
        if state.is_clean and state.path is not None:
            yield Told("ok", _("The document is saved"))
        else:
            yield Told("warn", _("The document is not saved"), _("Save"), "file.save")

    def _ceilings(self, found: Readiness, unit: Unit) -> Iterator[Told]:
        _, texts = self._texts._, self._texts
        said = []
        for each in found.broken:
            over = f"{format_amount(-each.room.high, unit)}{texts.name('', ' ')}{unit_name(unit, texts)}"
            said.append(_("{ceiling}: over by {amount}").format(ceiling=ceiling_name(each.ceiling, texts), amount=over))
        if said:
            yield Told("err", "\n".join(said), _("Look"), "go.ceilings")
        if found.unjudged and found.unclassified:
            lacking = _("Ceilings not judged: {ceilings}; lines unclassified: {n}")
            lacking = lacking.format(ceilings=found.unjudged, n=f"{found.unclassified:,}")
            yield Told("warn", lacking, _("Classify"), "go.unclassified")
        elif found.unjudged:
            yield Told("warn", _("Ceilings not judged: {n}").format(n=found.unjudged), _("Look"), "go.ceilings")
        elif not found.broken:
            yield Told("ok", _("No ceiling is exceeded"))

    def show_staying(self, state: State, scenario: int, options: ExportOptions) -> None:
        """Say what of the document does not go out."""
        _, texts = self._texts._, self._texts
        shown = {scenario, *(options.compare if options.has(SheetKind.COMPARISON) else ())}
        others = [(BASE, _("Base")), *((each.number, each.name) for each in state.document.scenarios)]
        names = [name for number, name in others if number not in shown]
        kept = [texts.name(*SHEET_NAMES[kind]) for kind in SheetKind if not options.has(kind)]
        said = [_("Who made and who changed what")] if not options.author else [_("Who changed what")]
        if names:
            joined = texts.name("・", ", ").join(names)
            said.insert(0, _("Other scenarios ({names})").format(names=joined))
        if kept:
            said.append(_("Sheets not ticked: {names}").format(names=texts.name("・", ", ").join(kept)))
        said.append(_("Hidden sheets, macros, links to other files"))
        self.stays.setText("\n".join(said))
