"""The choice of what is aimed at: all, a program, lines, a heading of a view or a ceiling's room, in a plan year."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from planner.app.session.session import Session
from planner.app.whatif.chosen import Chosen
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_tip
from planner.core.errors import N_, UserError
from planner.core.seek.targets import Measure
from planner.words.ceilings import ceiling_name
from planner.words.places import place_name
from planner.words.texts import Texts


class Whole(Enum):
    """Of what the amount is; the value is the name as a catalogue key."""

    TOTAL = N_("All programs")
    PROGRAM = N_("Program")
    LINES = N_("Selected lines")
    HEADING = N_("Heading of a view")
    CEILING = N_("Room under a ceiling")


MEASURES = {Measure.AMOUNT: N_("Amount"), Measure.COMMITTED: N_("Bound by then")}


class AimChoice(QWidget):
    """Boxes to choose the aim from; `what` is how it is written.

    Signals:
        changed(): something else is aimed at.
    """

    changed = Signal()

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self._lines: tuple[str, ...] = ()
        _ = texts._
        self.whole, self.which, self.year, self.measure = (QComboBox() for _each in range(4))
        names = (_("What is aimed at"), _("Which of them"), _("Fiscal year"), _("What of it"))
        for box, name in zip((self.whole, self.which, self.year, self.measure), names, strict=True):
            box.setAccessibleName(name)
            box.activated.connect(self._on_choice)
            box.currentTextChanged.connect(partial(_tell_whole, box))
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.which.setMinimumContentsLength(6)
        self.which.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for whole in Whole:
            self.whole.addItem(_(whole.value), whole)
        for measure, name in MEASURES.items():
            self.measure.addItem(_(name), measure)
        above, below = QHBoxLayout(), QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for row, parts in ((above, (self.whole, self.which)), (below, (self.year, self.measure))):
            row.setSpacing(theme.px(6))
            for part in parts:
                row.addWidget(part, int(part is self.which))
            layout.addLayout(row)
        self.now = Label()
        """What it comes to now, where that is known."""
        self.now.setProperty("tone", "second")
        below.addStretch(1)
        below.addWidget(self.now)
        self.refill()

    # ---------------------------------------------------------------- what is chosen

    def take_up(self, chosen: Chosen) -> None:
        """Aim at the program shown, or at everything; the lines selected are at hand."""
        self._lines = chosen.lines
        self._choose(self.whole, Whole.PROGRAM if chosen.program else Whole.TOTAL)
        self.refill()
        if chosen.program:
            self._choose(self.which, chosen.program)
        years = self._session.state.portfolio.years[1:]
        self._choose(self.year, chosen.year if chosen.year in years else years[0])
        self._show_parts()

    @property
    def what(self) -> str:
        """The aim as it is written, with its year."""
        whole, which = self.whole.currentData(), self.which.currentData()
        if whole is Whole.LINES and not self._lines:
            raise UserError(N_("No line is selected."), N_("Select lines in the table, and press Ctrl+T again."))
        if whole in (Whole.PROGRAM, Whole.HEADING, Whole.CEILING) and which is None:
            raise UserError(N_("There is nothing of this kind to aim at."), N_("Choose something else."))
        text = {
            Whole.TOTAL: "total",
            Whole.PROGRAM: f"program:{which}",
            Whole.LINES: f"lines:{','.join(self._lines)}",
            Whole.HEADING: f"view:{which}",
            Whole.CEILING: f"ceiling:{which}",
        }[whole]
        is_bound = self.measure.currentData() == Measure.COMMITTED and whole is not Whole.CEILING
        return f"{'committed:' if is_bound else ''}{text}@{self.year.currentData()}"

    @property
    def name(self) -> str:
        """What is aimed at, in words."""
        whole = self.whole.currentData()
        if whole in (Whole.TOTAL, Whole.LINES):
            return self.whole.currentText()
        return self.which.currentText().strip()

    def place(self, where: str) -> str:
        """Where an error lies, in words: a place of the document, or what is aimed at as it is written."""
        if ":" in where or where == "total":
            return self.name
        return place_name(self._session.state.portfolio, where, self._texts)

    @property
    def is_ceiling(self) -> bool:
        """Whether it is the room under a ceiling."""
        return self.whole.currentData() is Whole.CEILING

    @property
    def fiscal_year(self) -> int:
        """The plan year aimed at."""
        year = self.year.currentData()
        assert isinstance(year, int)
        return year

    # ---------------------------------------------------------------- what there is to choose from

    def refill(self) -> None:
        """Offer what the document has; what was chosen stays chosen where it is still there."""
        portfolio = self._session.state.portfolio
        years = [(self._texts.era(year), year) for year in portfolio.years[1:]]
        self._fill(self.year, years)
        self._fill(self.which, self._entries(self.whole.currentData()))
        self._show_parts()

    def _entries(self, whole: Whole) -> list[tuple[str, object]]:
        portfolio, name = self._session.state.portfolio, self._texts.name
        if whole is Whole.PROGRAM:
            found: list[tuple[str, object]] = []
            for program in portfolio.programs:
                depth, above = 0, program.parent
                while above:
                    depth, above = depth + 1, portfolio.programs[portfolio.program_index[above]].parent
                found.append((f"{'　' * depth}{name(program.name, program.name_en)}", program.id))
            return found
        if whole is Whole.HEADING:
            return [
                (f"{name(view.name, view.name_en)} › {shown}", f"{view.id}/{heading}")
                for view in portfolio.views
                for heading, shown in {
                    each.heading: name(each.heading, each.heading_en) for each in view.members if each.heading
                }.items()
            ]
        if whole is Whole.CEILING:
            return [(ceiling_name(each, self._texts), each.id) for each in self._session.ceilings]
        return []

    def _fill(self, box: QComboBox, entries: Sequence[tuple[str, object]]) -> None:
        held = [(box.itemText(at), box.itemData(at)) for at in range(box.count())]
        if held == list(entries):
            return
        chosen = box.currentData()
        with QSignalBlocker(box):
            box.clear()
            for text, data in entries:
                box.addItem(text, data)
            self._choose(box, chosen)
        _tell_whole(box, box.currentText())

    @staticmethod
    def _choose(box: QComboBox, data: object) -> None:
        """Choose an entry by its data, the first one where there is none of it."""
        places = [at for at in range(box.count()) if box.itemData(at) == data]
        box.setCurrentIndex(places[0] if places else min(0, box.count() - 1))

    def _on_choice(self) -> None:
        self.refill()
        self.changed.emit()

    def _show_parts(self) -> None:
        whole = self.whole.currentData()
        self.which.setVisible(whole not in (Whole.TOTAL, Whole.LINES))
        self.measure.setEnabled(whole is not Whole.CEILING)
        count = self._texts._("Selected lines ({n})").format(n=f"{len(self._lines):,}")
        self.whole.setItemText(list(Whole).index(Whole.LINES), count)


def _tell_whole(box: QComboBox, text: str) -> None:
    """What is chosen may not fit its box."""
    box.setToolTip(plain_tip(text))
