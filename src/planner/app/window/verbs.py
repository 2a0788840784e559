"""All the window can do: one table of verbs, from which menus, keys and the list of shortcuts are made."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from planner.app.check.classify_verbs import ClassifyVerbs
from planner.app.documents.documents import Documents
from planner.app.programs.past_years_verbs import PastYearsVerbs
from planner.app.review.review_verbs import ReviewVerbs
from planner.app.scenarios.scenario_verbs import ScenarioVerbs
from planner.app.whatif.kinds import KINDS
from planner.app.window.help import F1, Help
from planner.app.window.pages import Pages
from planner.app.window.part import Part
from planner.app.window.search.search_field import KEYS
from planner.words.texts import Texts

if TYPE_CHECKING:
    from planner.app.check.check_page import CheckPage
    from planner.app.scenarios.scenario_popup import ScenarioPopup
    from planner.app.together.board_page import BoardPage
    from planner.app.window.workplace import Workplace


class Verb(NamedTuple):
    """A thing the window can do: the key it is known by, its text, what it calls, and the keys it is pressed with.

    A verb `within` a part of the page of the lines is in that part's own menu too, and its keys are heard there
    alone; one `beside` it is in that menu, and its keys are heard everywhere. One that `edits` is left out of the menu
    of the table where nothing can be edited. One not `on_base` cannot be done while the base is shown.
    """

    key: str
    text: str
    call: Callable[[], object]
    keys: str | QKeySequence.StandardKey | None = None
    within: Part | None = None
    edits: bool = False
    beside: Part | None = None
    on_base: bool = True


class Parts(NamedTuple):
    """What the verbs call and act on; parts that are functions are made when they are first wanted."""

    documents: Documents
    reviews: ReviewVerbs
    read_returned: Callable[[], object]
    search_anything: Callable[[], object]
    scenarios: ScenarioVerbs
    work: Callable[[], Workplace]
    check: Callable[[], CheckPage]
    pages: Pages
    help: Help
    walk: Callable[[], object]
    classify: ClassifyVerbs
    past_years: PastYearsVerbs
    show_settings: Callable[[], object]
    scenario_popup: Callable[[], ScenarioPopup]
    next_region: Callable[[int], object]
    hand_over: Callable[[], object]
    board: Callable[[], BoardPage]
    turn_table: Callable[[], object]
    print_page: Callable[[], object]
    quit: Callable[[], object]

    def at_work(self, call: Callable[[Workplace], object]) -> Callable[[], object]:
        """Something that is done on the page of the lines."""
        return lambda: call(self.work())


Table = dict[str, tuple[Verb, ...]]
"""The verbs of each menu, in the order they stand in."""


def verbs(texts: Texts, parts: Parts) -> Table:
    """All the window can do."""
    return {
        "file": _file(texts, parts),
        "edit": _edit(texts, parts),
        "lines": _lines(texts, parts),
        "scenario": _scenario(texts, parts),
        "what-if": _what_if(texts, parts),
        "together": _together(texts, parts),
        "view": _view(texts, parts),
        "help": _help(texts, parts),
    }


def _file(texts: Texts, parts: Parts) -> tuple[Verb, ...]:
    _, standard, documents, past = texts._, QKeySequence.StandardKey, parts.documents, parts.past_years
    return (
        Verb("file.new", _("New, from nothing…"), documents.ask_blank, standard.New),
        Verb("file.sample", _("New from the built-in portfolio"), documents.new),
        Verb("file.new-from-workbook", _("New from a workbook…"), documents.ask_workbook, "Ctrl+I"),
        Verb("file.new-from-tables", _("New from CSV tables…"), documents.ask_folder),
        Verb("file.empty-workbook", _("Empty workbook to fill in…"), documents.ask_template),
        Verb("file.write-tables", _("Write the tables as a workbook…"), documents.ask_tables),
        Verb("file.open", _("Open…"), documents.ask_open, standard.Open),
        Verb("file.open-read-only", _("Open read-only…"), partial(documents.ask_open, read_only=True)),
        Verb("file.save", _("Save"), documents.save, standard.Save),
        Verb("file.save-as", _("Save as…"), documents.ask_save, "Ctrl+Shift+S; F12"),
        Verb("file.backups", _("Backups…"), documents.ask_backup),
        Verb("handover.export", _("Export the submission…"), parts.hand_over, "Ctrl+E"),
        Verb("page.print", _("Print the page…"), parts.print_page, standard.Print),
        Verb("review.read", _("Read a returned workbook…"), parts.read_returned, "Ctrl+Shift+O"),
        Verb("past-years.take", _("Execution of past years…"), past.ask),
        Verb("past-years.table", _("Table of past years to fill in…"), past.ask_table),
        Verb("past-years.review-rows", _("Rows for the review sheet…"), past.ask_review_rows),
        Verb("window.quit", _("Quit"), parts.quit, "Ctrl+Q"),
    )


def _edit(texts: Texts, parts: Parts) -> tuple[Verb, ...]:
    _, standard = texts._, QKeySequence.StandardKey
    at, table, changed = parts.at_work, Part.TABLE, Part.CHANGES
    return (
        Verb("cells.cut", _("Cut"), at(lambda it: it.table.blocks.cut()), standard.Cut, table, edits=True),
        Verb("cells.copy", _("Copy"), at(lambda it: it.table.blocks.copy()), standard.Copy, table),
        Verb("cells.paste", _("Paste"), at(lambda it: it.table.blocks.paste()), standard.Paste, table, edits=True),
        Verb(
            "cells.clear",
            _("Return to the parent's value"),
            at(lambda it: it.table.blocks.clear()),
            "Del; Backspace",
            table,
            edits=True,
        ),
        Verb(
            "cells.fill-down", _("Fill down"), at(lambda it: it.table.blocks.fill_down()), "Ctrl+D", table, edits=True
        ),
        Verb(
            "cells.fill-right",
            _("Fill right"),
            at(lambda it: it.table.blocks.fill_right()),
            "Ctrl+R",
            table,
            edits=True,
        ),
        Verb(
            "cells.bulk-change",
            _("Bulk change…"),
            at(lambda it: it.open_bulk()),
            "Ctrl+Shift+B",
            edits=True,
            beside=table,
        ),
        Verb("cells.replace", _("Find and replace…"), at(lambda it: it.replace.open()), "Ctrl+H", table, edits=True),
        Verb("line.go-to", _("Go to…"), at(lambda it: it.go_to.open()), "Ctrl+G"),
        Verb("window.find", _("Find…"), at(lambda it: it.pane.start_search()), "Ctrl+F"),
        Verb("window.search", _("Find anything…"), parts.search_anything, KEYS),
        Verb("cells.formula-bar", _("Type in the formula bar"), at(lambda it: it.bar.start_value()), "Alt+F2"),
        Verb("change.reason", _("Give a reason"), at(lambda it: it.bar.start_reason()), "Ctrl+Shift+E"),
        Verb(
            "line.evidence",
            _("Evidence for the rate…"),
            at(lambda it: it.lines.ask_evidence()),
            "Ctrl+Shift+V",
            edits=True,
        ),
        Verb("change.revert", _("Take the change back"), at(lambda it: it.changes.revert()), beside=changed),
        Verb(
            "change.promote", _("Promote the change to the parent"), at(lambda it: it.changes.promote()), beside=changed
        ),
        Verb("change.copy", _("Copy the change to a scenario…"), at(lambda it: it.changes.ask_copy()), beside=changed),
        Verb("change.write", _("Write the changes as CSV…"), at(lambda it: it.changes.ask_csv()), beside=changed),
        Verb(
            "program.calibrate", _("Fit ranges to the printed total"), at(lambda it: it.lines.calibrate()), edits=True
        ),
    )


def _scenario(texts: Texts, parts: Parts) -> tuple[Verb, ...]:
    _, scenarios, popup = texts._, parts.scenarios, parts.scenario_popup
    compare, later = (partial(parts.pages.show_page, page) for page in ("compare", "years"))
    return (
        Verb("scenario.choose", _("Choose a scenario…"), lambda: popup().start(), "Ctrl+Shift+2"),
        Verb("scenario.branch", _("Branch from the one shown…"), lambda: popup().ask_branch(), "Ctrl+B"),
        Verb("scenario.rename", _("Rename…"), lambda: popup().ask_rename(), "Ctrl+Shift+R", on_base=False),
        Verb("scenario.duplicate", _("Duplicate…"), lambda: popup().ask_duplicate(), on_base=False),
        Verb("scenario.lock", _("Lock or unlock"), scenarios.toggle_lock, "Ctrl+L", on_base=False),
        Verb("scenario.delete", _("Delete"), scenarios.delete, on_base=False),
        Verb("scenario.compare", _("Compare…"), compare, "Ctrl+Shift+C"),
        Verb("scenario.later-years", _("Later years…"), later, "Ctrl+Shift+Y"),
        Verb("scenario.next", _("Next scenario"), partial(scenarios.step, 1), "Ctrl+PgDown"),
        Verb("scenario.previous", _("Previous scenario"), partial(scenarios.step, -1), "Ctrl+PgUp"),
    )


def _what_if(texts: Texts, parts: Parts) -> tuple[Verb, ...]:
    return tuple(Verb(kind.key, texts._(kind.title), partial(_ask, parts, kind.key), kind.keys) for kind in KINDS)


def _ask(parts: Parts, key: str) -> None:
    """Open the drawer of what-ifs at a page, beside the lines."""
    parts.pages.show_page("lines")
    parts.work().what_if.open(key)


def _lines(texts: Texts, parts: Parts) -> tuple[Verb, ...]:
    _, at, table, tree = texts._, parts.at_work, Part.TABLE, Part.PROGRAMS
    return (
        Verb("line.add", _("Add a line"), at(lambda it: it.lines.add_line()), "Ctrl++; Ctrl+=", table, edits=True),
        Verb(
            "line.duplicate",
            _("Duplicate lines"),
            at(lambda it: it.lines.duplicate_lines()),
            "Ctrl+Shift+D",
            table,
            edits=True,
        ),
        Verb(
            "line.take-out",
            _("Take out of the request"),
            at(lambda it: it.lines.take_out()),
            "Ctrl+-",
            table,
            edits=True,
        ),
        Verb(
            "line.put-back", _("Put back into the request"), at(lambda it: it.lines.put_back()), None, table, edits=True
        ),
        Verb("line.up", _("Move up"), at(lambda it: it.lines.shift(-1)), "Alt+Up", table, edits=True),
        Verb("line.down", _("Move down"), at(lambda it: it.lines.shift(1)), "Alt+Down", table, edits=True),
        Verb("line.move", _("Move to another program…"), at(lambda it: it.lines.ask_move()), None, table, edits=True),
        Verb("line.classify", _("Classify lines…"), parts.classify.open_selected, "Ctrl+Shift+K", None, True, table),
        Verb(
            "line.split-wish",
            _("Split a wished rise off…"),
            at(lambda it: it.lines.ask_wish()),
            "Ctrl+Shift+U",
            None,
            True,
            table,
        ),
        Verb("line.describe", _("Label and unit…"), at(lambda it: it.lines.ask_describe()), None, table, edits=True),
        Verb(
            "program.add",
            _("Add a program"),
            at(lambda it: it.lines.new_program(part=False)),
            "Ctrl+Shift+P",
            edits=True,
            beside=tree,
        ),
        Verb(
            "program.add-part",
            _("Add a part of the program"),
            at(lambda it: it.lines.new_program(part=True)),
            edits=True,
            beside=tree,
        ),
        Verb(
            "program.duplicate",
            _("Duplicate the program"),
            at(lambda it: it.lines.duplicate_program()),
            edits=True,
            beside=tree,
        ),
        Verb(
            "program.take-out",
            _("Take the program out of the request"),
            at(lambda it: it.lines.take_program_out()),
            edits=True,
            beside=tree,
        ),
        Verb("program.classify", _("Classify its lines…"), parts.classify.open_program, edits=True, beside=tree),
        Verb("program.forget-past", _("Take its past years out"), parts.past_years.forget, edits=True, beside=tree),
        Verb(
            "program.rename",
            _("Rename the program"),
            at(lambda it: it.lines.ask_program_name()),
            edits=True,
            beside=tree,
        ),
    )


def _together(texts: Texts, parts: Parts) -> tuple[Verb, ...]:
    _, board = texts._, parts.board

    def at(call: Callable[[BoardPage], object]) -> Callable[[], object]:
        return lambda: call(board())

    return (
        Verb("together.show", _("Go to the board"), board, "Ctrl+Shift+6"),
        Verb("together.send-out", _("Send out parts…"), at(lambda it: it.verbs.send_out())),
        Verb("together.folder", _("Folder of the parts…"), at(lambda it: it.verbs.choose_folder())),
        Verb("together.look", _("Look into the folder again"), at(lambda it: it.verbs.look_again()), "F5"),
        Verb("together.take", _("Take the parts back"), at(lambda it: it.verbs.take_back()), "Ctrl+Shift+M"),
        Verb("together.compare", _("Compare before taking back"), at(lambda it: it.verbs.put_apart())),
        Verb("together.return", _("Send back…"), at(lambda it: it.verbs.send_back())),
        Verb("together.settle", _("Settle the part"), at(lambda it: it.verbs.settle())),
        Verb("together.unsettle", _("Take back that it is settled"), at(lambda it: it.verbs.unsettle())),
        Verb("together.remind", _("Reminders as CSV…"), at(lambda it: it.verbs.write_reminders())),
        Verb("together.write", _("Write the board as CSV…"), at(lambda it: it.write())),
        Verb("together.workbooks", _("Workbooks of all and of each part…"), at(lambda it: it.verbs.ask_workbooks())),
        Verb("together.hand-in", _("Hand in this part"), at(lambda it: it.part.hand_in())),
        Verb("together.comment", _("Next comment"), at(lambda it: it.part.list.step()), "Alt+F8"),
    )


def _view(texts: Texts, parts: Parts) -> tuple[Verb, ...]:
    _, at, check = texts._, parts.at_work, parts.check
    pages = [
        Verb(f"page.{name}", each.title, partial(parts.pages.show_page, name), each.keys)
        for name, each in parts.pages.pages.items()
    ]
    return (
        *pages,
        Verb("page.beside", _("Open this page beside"), parts.pages.open_beside, "Ctrl+Shift+W"),
        Verb("page.table", _("Table behind the picture"), parts.turn_table, "Ctrl+Shift+T"),
        Verb("go.programs", _("Go to the programs"), partial(_pick_program, parts), "Ctrl+Shift+1"),
        Verb("go.changes", _("Go to the changes"), at(lambda it: it.go_to_changes()), "Ctrl+Shift+3"),
        Verb("go.ceilings", _("Go to the ceilings"), lambda: _go_to_check(parts, check().ceilings)),
        Verb("go.unclassified", _("Go to the unclassified lines"), lambda: _go_to_check(parts, check().classes)),
        Verb("go.problems", _("Go to the check"), lambda: _go_to_check(parts, check().problems)),
        Verb("go.sources", _("Go to the sources"), lambda: _go_to_check(parts, check().sources)),
        Verb("go.codes", _("Go to the codes"), lambda: _go_to_check(parts, check().codes)),
        Verb("inspector.toggle", _("Inspector"), at(lambda it: it.page.toggle_inspector()), "Ctrl+Shift+I"),
        Verb("region.next", _("Next part of the window"), partial(parts.next_region, 1), "F6"),
        Verb("region.previous", _("Previous part of the window"), partial(parts.next_region, -1), "Shift+F6"),
        Verb("finding.next", _("Next finding"), lambda: check().problems.step(1), "F8"),
        Verb("finding.previous", _("Previous finding"), lambda: check().problems.step(-1), "Shift+F8"),
        Verb("year.next", _("Next year in the table"), at(lambda it: it.page.head.step_year(1)), "Ctrl+Alt+Right"),
        Verb(
            "year.previous", _("Previous year in the table"), at(lambda it: it.page.head.step_year(-1)), "Ctrl+Alt+Left"
        ),
        Verb("window.settings", _("Settings…"), parts.show_settings, "Ctrl+,"),
        Verb(
            "table.filter", _("Filter the lines"), at(lambda it: it.table.turn_filter()), "Ctrl+Shift+L; Ctrl+Shift+F"
        ),
        Verb(
            "table.sort",
            _("Sort by this column"),
            at(lambda it: it.table.columns.sort_by_current()),
            "Ctrl+Alt+L",
            Part.TABLE,
        ),
    )


def _pick_program(parts: Parts) -> None:
    """Put the cursor into the programs, over the lines where they have no place beside them."""
    parts.pages.show_page("lines")
    parts.work().page.pick_program()


def _go_to_check(parts: Parts, panel: QWidget) -> None:
    """Put the cursor into a panel of the page of the check."""
    parts.pages.show_page("check")
    parts.check().show_panel(panel)


def _help(texts: Texts, parts: Parts) -> tuple[Verb, ...]:
    _ = texts._
    return (
        Verb("help.steps", _("Ten steps, on the example"), parts.walk),
        Verb("help.guide", _("Guide"), parts.help.show_guide, F1),
        Verb("help.keys", _("Keyboard"), parts.help.show_keys),
        Verb("help.about", _("About the planner"), parts.help.show_about),
    )
