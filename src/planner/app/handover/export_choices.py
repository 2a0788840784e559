"""What an officer chooses for a submission: who gets it, scenario, sheets, unit, sign, language, template, names."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from planner.app.handover.preset_choice import PresetChoice
from planner.app.handover.sheet_choice import SheetChoice, scenarios_of
from planner.app.handover.template_pick import TemplatePick
from planner.app.session.session import Session
from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_tip
from planner.core.errors import N_
from planner.core.money import Unit
from planner.files.plain.tidy_csv import ENCODINGS
from planner.files.submission.options import ExportOptions, Sign
from planner.files.submission.presets import Preset
from planner.words.figures import unit_name
from planner.words.texts import LANGUAGE_NAMES, LANGUAGES, Texts

LEAST = 110
"""The least width of a choice in pixels."""
ENCODING_NAMES = {ENCODINGS[0]: N_("UTF-8 (with byte order mark)"), ENCODINGS[1]: N_("cp932 (Shift JIS of Windows)")}


class ExportChoices(QWidget):
    """The choices; who gets it, unit, sign, language and encoding are remembered between exports.

    Which sheets go out is what the preset says each time: a paper of the house that was ticked once stays in the next
    time.

    Signals:
        changed(): something else is chosen.
    """

    changed = Signal()

    def __init__(self, session: Session, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self._session, self._texts, self._settings = session, texts, settings
        _ = texts._
        self.presets, self.sheets = PresetChoice(texts, settings), SheetChoice(texts)
        self.scenario, self.unit, self.sign, self.language, self.encoding = (QComboBox() for _box in range(5))
        self.template = TemplatePick(self, texts)
        self.author = QLineEdit()
        self.author.setPlaceholderText(_("no name goes out"))
        self.contact = QLineEdit()
        self.contact.setPlaceholderText(_("section, name, telephone"))
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
        self.take(self.presets.preset)
        for box in (self.scenario, self.unit, self.sign, self.language):
            box.currentIndexChanged.connect(self._on_choice)
        self.presets.chosen.connect(self.take)
        self.sheets.changed.connect(self._on_sheets)
        self.examiner.toggled.connect(self._on_sheets)
        self.template.currentIndexChanged.connect(self._on_choice)
        self.author.editingFinished.connect(self._on_choice)
        self.contact.editingFinished.connect(self._on_choice)
        self.encoding.currentIndexChanged.connect(self._remember)

    def _lay_out(self) -> None:
        _ = self._texts._
        above = _form((_("Scenario"), self.scenario), (_("Unit"), self.unit))
        below = _form(
            (_("Language"), self.language),
            (_("Minus sign"), self.sign),
            (_("Template"), self.template),
            (_("Author"), self.author),
            (_("Contact"), self.contact),
            (_("Encoding of CSV"), self.encoding),
        )
        layout = QVBoxLayout(self)
        margin = theme.px(12)
        layout.setContentsMargins(margin, theme.px(8), margin, theme.px(8))
        layout.setSpacing(theme.px(6))
        layout.addWidget(heading(_("Who gets it")))
        layout.addWidget(self.presets)
        layout.addSpacing(theme.px(4))
        layout.addLayout(above)
        layout.addSpacing(theme.px(4))
        self.sheets_title = heading(_("Sheets"))
        layout.addWidget(self.sheets_title)
        layout.addWidget(self.sheets)
        layout.addWidget(self.examiner)
        layout.addLayout(below)
        layout.addStretch(1)

    def _fill_document(self) -> None:
        """What belongs to the document that is open: scenarios, programs."""
        state = self._session.state
        for number, text in scenarios_of(state.document, self._texts):
            self.scenario.addItem(text, number)
        self.scenario.setCurrentIndex(self.scenario.findData(state.scenario))
        self.sheets.fill(state)

    def _recall(self) -> None:
        stored = self._settings.export
        for box, key, default in (
            (self.unit, "unit", Unit.THOUSAND.name),
            (self.sign, "sign", Sign.WHITE.name),
            (self.language, "language", "ja"),
            (self.encoding, "encoding", ENCODINGS[0]),
        ):
            place = box.findData(stored.get(key, default))
            box.setCurrentIndex(max(place, box.findData(default)))
        self.contact.setText(str(stored.get("contact", "")))

    def take(self, preset: Preset) -> None:
        """Tick what a preset says."""
        with QSignalBlocker(self.examiner):
            self.examiner.setChecked(preset.examiner)
        self.sheets.tick(preset.sheets)
        self._on_sheets()

    def _on_sheets(self) -> None:
        sheets, _ = self.sheets.sheets, self._texts._
        said = _("{n} of {all} kinds").format(n=len(sheets), all=len(self.sheets.kinds))
        self.sheets_title.setText(f"{_('Sheets')}  {said}")
        self.presets.show_ticked(sheets, examiner=self.examiner.isChecked())
        self._on_choice()

    def _on_choice(self) -> None:
        self._remember()
        self.changed.emit()

    def _remember(self) -> None:
        """Keep the choices for the next export; who made it, scenarios, programs and single sheets are not kept."""
        self._settings.export = {
            "preset": self.presets.preset.id,
            "unit": self.unit.currentData(),
            "sign": self.sign.currentData(),
            "language": self.language.currentData(),
            "encoding": self.encoding.currentData(),
            "contact": self.contact.text().strip(),
        }

    def follow(self) -> None:
        """The document may have other scenarios or programs now: offer those, what is chosen stays."""
        shown = self.scenario.currentData()
        with QSignalBlocker(self.scenario):
            self.scenario.clear()
            self._fill_document()
            if self.scenario.findData(shown) >= 0:
                self.scenario.setCurrentIndex(self.scenario.findData(shown))

    def start_anew(self) -> None:
        """Another document is open: what belonged to the one before is chosen no more."""
        with QSignalBlocker(self.scenario):
            self.scenario.clear()
            self.sheets.forget()
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
        return ExportOptions(
            sheets=self.sheets.sheets,
            compare=self.sheets.compared,
            programs=self.sheets.programs,
            unit=Unit[self.unit.currentData()],
            sign=Sign[self.sign.currentData()],
            language=self.language.currentData(),
            examiner=self.examiner.isChecked(),
            author=self.author.text().strip(),
            contact=self.contact.text().strip(),
        )


def _form(*rows: tuple[str, QWidget]) -> QFormLayout:
    """Fields with their names before them; a choice that is too long is seen whole in its tip."""
    form = QFormLayout()
    form.setHorizontalSpacing(theme.px(8))
    form.setVerticalSpacing(theme.px(6))
    for name, widget in rows:
        label = Label(name)
        label.setProperty("tone", "second")
        label.setBuddy(widget)
        widget.setAccessibleName(name)
        form.addRow(label, widget)
        if isinstance(widget, QComboBox):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # to ask for its size costs
            widget.setMinimumWidth(theme.px(LEAST))
            widget.currentTextChanged.connect(partial(_tell_whole, widget))
            _tell_whole(widget, widget.currentText())
    return form


def _tell_whole(box: QComboBox, text: str) -> None:
    box.setToolTip(plain_tip(text))


def heading(text: str) -> Label:
    """A heading over a part of the page."""
    label = Label(text)
    label.setFont(theme.sized(theme.SMALL_POINTS, bold=True))
    return label
