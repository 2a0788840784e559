"""Who gets it (提出先): presets of the program and one's own, what the ticks differ from them in, and keeping it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from planner.app.handover.choice_card import ChoiceCard
from planner.app.handover.own_presets import forget_preset, keep_preset, own_presets
from planner.app.session.settings import Settings
from planner.app.widgets import theme
from planner.app.widgets.plain import Label
from planner.core.errors import N_, UserError
from planner.files.submission.options import SHEET_NAMES, SheetKind
from planner.files.submission.presets import ACCOUNTS, FINANCE, INSIDE, PRESETS, Preset
from planner.words.texts import Texts

MEANT_FOR = {
    FINANCE.id: N_("The forms alone, nothing of the house"),
    ACCOUNTS.id: N_("Ceilings and data besides"),
    INSIDE.id: N_("All: check, changes, sources too"),
}


class PresetChoice(QWidget):
    """The cards, one of which is always chosen; below them how the sheets ticked differ from it.

    Signals:
        chosen(Preset): another one is chosen, or the same once more.
        refused(UserError): a name cannot be given.
    """

    chosen = Signal(object)
    refused = Signal(object)

    def __init__(self, texts: Texts, settings: Settings) -> None:
        super().__init__()
        self._texts, self._settings = texts, settings
        _ = texts._
        self._presets: dict[str, Preset] = {}
        self.cards: dict[str, ChoiceCard] = {}
        self._group = QButtonGroup(self)
        self._ticked: tuple[frozenset[SheetKind], bool] = (FINANCE.sheets, FINANCE.examiner)
        self.differs = Label()
        self.differs.setWordWrap(True)
        self.differs.setProperty("tone", "warning")
        self.back = QPushButton(_("As the preset"))
        self.keep, self.forget = QPushButton(_("Keep as a preset…")), QPushButton(_("Forget this preset"))
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Name of the preset"))
        self.name.setPlaceholderText(_("Name, for example who gets it"))
        for button in (self.back, self.keep, self.forget):
            button.setProperty("look", "quiet")
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(4))
        below, layout = QHBoxLayout(), QVBoxLayout(self)
        below.setSpacing(theme.px(4))
        for part in (self.back, self.keep, self.forget):
            below.addWidget(part)
        below.addStretch(1)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(self._list)
        layout.addWidget(self.differs)
        layout.addLayout(below)
        layout.addWidget(self.name)
        self.name.hide()
        self._fill()
        self.back.clicked.connect(lambda: self.chosen.emit(self.preset))
        self.keep.clicked.connect(self._ask_name)
        self.forget.clicked.connect(self._forget)
        self.name.returnPressed.connect(self._keep)
        remembered = str(settings.export.get("preset", FINANCE.id))
        self.cards[remembered if remembered in self.cards else FINANCE.id].setChecked(True)
        self._show_difference()

    def _fill(self) -> None:
        """Make a card of every preset."""
        for card in self.cards.values():
            self._group.removeButton(card)
            card.deleteLater()
        _ = self._texts._
        self.cards, self._presets = {}, {each.id: each for each in (*PRESETS, *own_presets(self._settings))}
        for preset in self._presets.values():
            count = _("Kinds of sheets: {n}, kept by you").format(n=len(preset.sheets))
            said = _(MEANT_FOR[preset.id]) if preset.id in MEANT_FOR else count
            card = self.cards[preset.id] = ChoiceCard(preset.name.render(self._texts.translate), said)
            self._group.addButton(card)
            self._list.addWidget(card)
            card.clicked.connect(self._on_clicked)
        for before, after in zip(list(self.cards.values()), list(self.cards.values())[1:], strict=False):
            QWidget.setTabOrder(before, after)

    @property
    def preset(self) -> Preset:
        """The one that is chosen."""
        return next(self._presets[key] for key, card in self.cards.items() if card.isChecked())

    @property
    def front(self) -> ChoiceCard:
        """The card that is chosen."""
        return self.cards[self.preset.id]

    def choose(self, key: str) -> None:
        """Choose a preset by its id."""
        self.cards[key].click()

    def show_ticked(self, sheets: frozenset[SheetKind], *, examiner: bool) -> None:
        """Say how what is ticked differs from the preset."""
        self._ticked = sheets, examiner
        self._show_difference()

    def _show_difference(self) -> None:
        _, texts, preset = self._texts._, self._texts, self.preset
        sheets, examiner = self._ticked
        said = [f"＋{texts.name(*SHEET_NAMES[kind])}" for kind in SheetKind if kind in sheets - preset.sheets]
        said += [f"−{texts.name(*SHEET_NAMES[kind])}" for kind in SheetKind if kind in preset.sheets - sheets]
        if examiner is not preset.examiner:
            said.append(f"{'＋' if examiner else '−'}{_('Columns for the examiner')}")
        self.differs.setText(_("Other than the preset: {what}").format(what=" ".join(said)))
        for part in (self.differs, self.back, self.keep):
            part.setVisible(bool(said))
        self.forget.setVisible(preset not in PRESETS and not said)
        if not said:
            self.name.hide()

    def _on_clicked(self) -> None:
        self._settings.export = {**self._settings.export, "preset": self.preset.id}
        self.chosen.emit(self.preset)

    # ---------------------------------------------------------------- one's own

    def _ask_name(self) -> None:
        preset = self.preset
        self.name.setText("" if preset in PRESETS else preset.ja)
        self.name.show()
        self.name.setFocus()
        self.name.selectAll()

    def _keep(self) -> None:
        sheets, examiner = self._ticked
        try:
            made = keep_preset(self._settings, self.name.text(), sheets, examiner=examiner)
        except UserError as error:
            self.refused.emit(error)
            return
        self._fill()
        self.choose(made.id)
        self.cards[made.id].setFocus()

    def _forget(self) -> None:
        forget_preset(self._settings, self.preset)
        self._fill()
        self.choose(FINANCE.id)
        self.cards[FINANCE.id].setFocus()
