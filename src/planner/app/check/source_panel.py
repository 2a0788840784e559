"""Every figure of the base with its source at the right: all of them, or those of one basis."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.tables.lists import Index, ListView, TableModel
from planner.core.explain.sources import SourcedFigure, sourced_figures
from planner.core.model.fields import FIELDS
from planner.core.model.origins import Basis
from planner.words.figures import BASIS_NAMES
from planner.words.texts import Texts


class SourceModel(TableModel):
    """The figures of one basis, or of all, in program order."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Line"), _("Figure"), _("Basis"), _("Source"))
        self._figures: tuple[SourcedFigure, ...] = ()

    def find(self, basis: Basis | None) -> None:
        """List the figures of a basis, `None` for all."""
        self.beginResetModel()
        self._figures = tuple(sourced_figures(self._session.state.portfolio, basis))
        self.endResetModel()

    def figure_at(self, row: int) -> SourcedFigure:
        """The figure in a row."""
        return self._figures[row]

    def place_at(self, row: int) -> Place:
        """The line that the figure in a row stands in."""
        return Place(row=self._figures[row].row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._figures)

    def data(self, index: Index, role: int = 0) -> Any:
        figure = self._figures[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(self._text(figure, column) for column in range(len(self.headers)))
        return self._text(figure, index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, figure: SourcedFigure, column: int) -> str:
        portfolio, name, _ = self._session.state.portfolio, self._texts.name, self._texts._
        lines, origin = portfolio.lines, figure.origin
        if column == 0:
            program = portfolio.programs[lines.program[figure.row]]
            return (
                f"{name(program.name, program.name_en)} › {name(lines.labels[figure.row], lines.labels_en[figure.row])}"
            )
        if column == 1:
            field = FIELDS[figure.field]
            value = _("not printed") if figure.value is None else field.display(figure.value)
            return f"{_(field.label)} {self._texts.era(figure.year)}: {value}"
        if column == 2:
            return _(BASIS_NAMES[origin.basis])
        sheet = dict(portfolio.sheets).get(origin.sheet, "")
        quote = self._texts.quoted(origin.quote) if origin.quote else ""
        return " — ".join(filter(None, [quote, name(origin.rule, origin.rule_en), sheet]))


class SourcePanel(QWidget):
    """The choice of a basis above the list; worked out only while it is on the screen.

    Signals:
        jumped(Place): a figure was activated (double click or Enter).
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        _ = texts._
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Basis"))
        self.choice.addItem(_("All figures"), None)
        for basis in Basis:
            self.choice.addItem(_(BASIS_NAMES[basis]), basis)
        self.list = ListView("sources", _("Sources"), (26, 20, 8))
        self.model = SourceModel(session, texts, self)
        self.list.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.choice)
        layout.addWidget(self.list)
        self._stale, self._shown = True, False
        self.list.activated.connect(lambda index: self.jumped.emit(self.model.place_at(index.row())))
        self.choice.activated.connect(self._find)
        session.changed.connect(self._on_changed)

    def _find(self) -> None:
        self._stale = False
        self.model.find(self.choice.currentData())

    def _on_changed(self, moved: Moved) -> None:
        if moved.portfolio:
            self._stale = True
            if self._shown:
                self._find()

    def set_shown(self, shown: bool) -> None:
        """Say whether the panel is in front: behind another tab Qt calls it visible too, but it is not worth work."""
        self._shown = shown
        if shown and self._stale:
            self._find()
