"""What an officer chooses for a submission: scenario, sheets, programs of their own, unit, sign, language."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from planner.app.handover.template_pick import TemplatePick
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.widgets.plain import Label
from planner.core.errors import N_
from planner.core.model.document import BASE, Document
from planner.core.money import Unit
from planner.files.plain.tidy_csv import ENCODINGS
from planner.files.submission.options import REQUIRED, SHEET_NAMES, ExportOptions, SheetKind, Sign
from planner.words.figures import unit_name
from planner.words.texts import LANGUAGE_NAMES, LANGUAGES, Texts

KEY_ROLE = int(Qt.ItemDataRole.UserRole)
ENCODING_NAMES = {ENCODINGS[0]: N_("UTF-8 (with byte order mark)"), ENCODINGS[1]: N_("cp932 (Shift JIS of Windows)")}


class ExportChoices(QWidget):
    """The choices, remembered between exports but for those that belong to one document.

    Signals:
        changed(): something else is chosen.
    """

    changed = Signal()

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self._session, self._texts, self._settings = session, texts, settings
        _ = texts._
        self.scenario, self.unit, self.sign, self.language, self.encoding = (QComboBox() for _box in range(5))
        self.sheets, self.programs, self.compare = (QListWidget() for _list in range(3))
        self.template = TemplatePick(self, texts)
        self.author = QLineEdit()
        self.author.setPlaceholderText(_("no name goes out"))
        self.examiner = QCheckBox(_("Columns for the examiner"))
        for box, choices in (
            (self.unit, [(unit_name(each, texts), each.name) for each in Unit]),
            (self.sign, [(each.value, each.name) for each in Sign]),
            (self.language, [(LANGUAGE_NAMES[each], each) for each in LANGUAGES]),
            (self.encoding, [(_(name), key) for key, name in ENCODING_NAMES.items()]),
        ):
            for text, key in choices:
                box.addItem(text, key)
        self._lay_out()
        self._fill_document()
        self._recall()
        for box in (self.scenario, self.unit, self.sign, self.language):
            box.currentIndexChanged.connect(self._on_choice)
        for each in (self.sheets, self.programs, self.compare):
            each.itemChanged.connect(self._on_choice)
        self.examiner.toggled.connect(self._on_choice)
        self.author.editingFinished.connect(self._on_choice)
        self.encoding.currentIndexChanged.connect(self._remember)

    def _lay_out(self) -> None:
        _ = self._texts._
        form = QFormLayout()
        for name, widget in (
            (_("Scenario"), self.scenario),
            (_("Template"), self.template),
            (_("Unit"), self.unit),
            (_("Negative amounts"), self.sign),
            (_("Language"), self.language),
            (_("Author"), self.author),
            (_("Encoding of CSV"), self.encoding),
        ):
            form.addRow(name, widget)
            widget.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        QWidget.setTabOrder(self.scenario, self.template)
        layout.addWidget(self.examiner)
        for name, listed, share in (
            (_("Sheets"), self.sheets, 3),
            (_("Programs with a sheet of their own"), self.programs, 2),
            (_("Scenarios to compare"), self.compare, 1),
        ):
            title = Label(name)
            title.setBuddy(listed)
            listed.setAccessibleName(name)
            layout.addWidget(title)
            layout.addWidget(listed, share)

    def _fill_document(self) -> None:
        """What belongs to the document that is open: scenarios, programs."""
        state, name = self._session.state, self._texts.name
        for number, text in scenarios_of(state.document, self._texts):
            self.scenario.addItem(text, number)
            _add(self.compare, text, number, False)
        self.scenario.setCurrentIndex(self.scenario.findData(state.scenario))
        for program in state.portfolio.programs:
            if not program.parent:
                _add(self.programs, name(program.name, program.name_en), program.id, False)

    def _recall(self) -> None:
        stored = self._settings.export
        listed = stored.get("sheets")
        chosen = set(listed) if isinstance(listed, list) else {kind.value for kind in SheetKind}
        for kind in SheetKind:
            if kind in (SheetKind.PROGRAMS, SheetKind.COMPARISON):
                continue  # they are there where programs and scenarios are chosen
            ja, en = SHEET_NAMES[kind]
            item = _add(self.sheets, self._texts.name(ja, en), kind.value, kind in REQUIRED or kind.value in chosen)
            if kind in REQUIRED:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        for box, key, default in (
            (self.unit, "unit", Unit.THOUSAND.name),
            (self.sign, "sign", Sign.WHITE.name),
            (self.language, "language", "ja"),
            (self.encoding, "encoding", ENCODINGS[0]),
        ):
            place = box.findData(stored.get(key, default))
            box.setCurrentIndex(max(place, box.findData(default)))
        self.examiner.setChecked(stored.get("examiner", True) is True)

    def _on_choice(self) -> None:
        self._remember()
        self.changed.emit()

    def _remember(self) -> None:
        """Keep the choices for the next export; a name, scenarios and programs are not kept."""
        self._settings.export = {
            "sheets": sorted(str(key) for key in _checked(self.sheets)),
            "unit": self.unit.currentData(),
            "sign": self.sign.currentData(),
            "language": self.language.currentData(),
            "encoding": self.encoding.currentData(),
            "examiner": self.examiner.isChecked(),
        }

    def follow(self) -> None:
        """The document may have other scenarios or programs now: offer those, what is chosen stays."""
        shown, compared = self.scenario.currentData(), set(_checked(self.compare))
        programs = set(_checked(self.programs))
        with QSignalBlocker(self.scenario), QSignalBlocker(self.compare), QSignalBlocker(self.programs):
            for each in (self.scenario, self.compare, self.programs):
                each.clear()
            self._fill_document()
            if self.scenario.findData(shown) >= 0:
                self.scenario.setCurrentIndex(self.scenario.findData(shown))
            _check(self.compare, compared)
            _check(self.programs, programs)

    def start_anew(self) -> None:
        """Another document is open: what belonged to the one before is chosen no more."""
        with QSignalBlocker(self.scenario), QSignalBlocker(self.compare), QSignalBlocker(self.programs):
            for each in (self.scenario, self.compare, self.programs):
                each.clear()
            self._fill_document()
        self.author.clear()

    def choose_scenario(self, number: int) -> None:
        """Hand over another scenario."""
        self.scenario.setCurrentIndex(self.scenario.findData(number))

    @property
    def chosen_scenario(self) -> int:
        """The number of the scenario to hand over."""
        return int(self.scenario.currentData())

    @property
    def options(self) -> ExportOptions:
        """What is chosen."""
        kinds = {SheetKind(str(key)) for key in _checked(self.sheets)} | {SheetKind.PROGRAMS, SheetKind.COMPARISON}
        return ExportOptions(
            sheets=frozenset(kinds),
            compare=tuple(key for key in _checked(self.compare) if isinstance(key, int)),
            programs=tuple(str(key) for key in _checked(self.programs)),
            unit=Unit[self.unit.currentData()],
            sign=Sign[self.sign.currentData()],
            language=self.language.currentData(),
            examiner=self.examiner.isChecked(),
            author=self.author.text().strip(),
        )


def scenarios_of(document: Document, texts: Texts) -> list[tuple[int, str]]:
    """The base and all scenarios: number and name."""
    return [(BASE, texts._("Base"))] + [(each.number, each.name) for each in document.scenarios]


def _add(listed: QListWidget, text: str, key: object, checked: bool) -> QListWidgetItem:
    item = QListWidgetItem(text)
    item.setData(KEY_ROLE, key)
    item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
    listed.addItem(item)
    return item


def _checked(listed: QListWidget) -> list[object]:
    items = (listed.item(place) for place in range(listed.count()))
    return [item.data(KEY_ROLE) for item in items if item.checkState() is Qt.CheckState.Checked]


def _check(listed: QListWidget, keys: Iterable[object]) -> None:
    wanted = set(keys)
    for place in range(listed.count()):
        item = listed.item(place)
        item.setCheckState(Qt.CheckState.Checked if item.data(KEY_ROLE) in wanted else Qt.CheckState.Unchecked)
