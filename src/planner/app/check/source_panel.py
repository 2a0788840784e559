"""What the scenario shown sets, then every figure of the base, with its source at the right; or those of one basis."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from planner.app.session.moved import Moved
from planner.app.session.place import Place
from planner.app.session.session import Session
from planner.app.session.told import value_words
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.widgets import theme
from planner.app.widgets.plain import Label, plain_tip
from planner.core.calculation.in_force import CHANGED
from planner.core.errors import N_
from planner.core.explain.sources import GivenFigure, SourcedFigure, given_figures, sourced_figures
from planner.core.model.fields import ALL_FIELDS, FIELDS
from planner.core.model.origins import Basis
from planner.core.model.portfolio import Portfolio
from planner.words.figures import BASIS_NAMES
from planner.words.places import place_name
from planner.words.texts import Texts


class SourceModel(TableModel):
    """What the scenario shown sets, then the base's figures, in program order: of one basis, or all."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        _ = texts._
        self.headers = (_("Line"), _("Figure"), _("Basis"), _("Source"))
        self._given: tuple[GivenFigure, ...] = ()
        self._printed: tuple[SourcedFigure, ...] = ()
        self._of: tuple[Portfolio, str | None] | None = None
        """The portfolio and the basis that are listed."""

    def find(self, basis: str | None) -> None:
        """List the figures of a basis, `None` for all, as they are now."""
        state = self._session.state
        given = tuple(given_figures(state.values)) if basis in (None, CHANGED) else ()
        listed = self._of is not None and self._of[0] is state.portfolio and self._of[1] == basis
        if listed and given == self._given:
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.headers) - 1))
            return
        self.beginResetModel()
        self._given = given
        if not listed:
            wanted = Basis(basis) if basis in tuple(Basis) else None
            self._printed = () if basis == CHANGED else tuple(sourced_figures(state.portfolio, wanted))
            self._of = state.portfolio, basis
        self.endResetModel()

    def forget(self) -> None:
        """List nothing: the lines that are listed may be no more."""
        self.beginResetModel()
        self._given, self._printed, self._of = (), (), None
        self.endResetModel()

    def figure_at(self, row: int) -> GivenFigure | SourcedFigure:
        """The figure in a row."""
        given = len(self._given)
        return self._given[row] if row < given else self._printed[row - given]

    def place_at(self, row: int) -> Place:
        """The line that the figure in a row stands in."""
        return Place(row=self.figure_at(row).row)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._given) + len(self._printed)

    def data(self, index: Index, role: int = 0) -> Any:
        figure = self.figure_at(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(self._text(figure, column) for column in range(len(self.headers))))
        return self._text(figure, index.column()) if role == Qt.ItemDataRole.DisplayRole else None

    def _text(self, figure: GivenFigure | SourcedFigure, column: int) -> str:
        if column == 0:
            portfolio = self._session.state.portfolio
            return place_name(portfolio, portfolio.lines.ids[figure.row], self._texts)
        if isinstance(figure, GivenFigure):
            return self._text_given(figure, column)
        name, _, origin = self._texts.name, self._texts._, figure.origin
        if column == 1:
            field = FIELDS[figure.field]
            value = _("not printed") if figure.value is None else field.display(figure.value)
            return f"{_(field.label)} {self._texts.era(figure.year)}: {value}"
        if column == 2:
            return value_words(self._session.state, self._texts).printed_basis(figure)
        sheet = dict(self._session.state.portfolio.sheets).get(origin.sheet, "")
        quote = self._texts.quoted(origin.quote) if origin.quote else ""
        return " — ".join(filter(None, [quote, name(origin.rule, origin.rule_en), sheet]))

    def _text_given(self, figure: GivenFigure, column: int) -> str:
        texts, state, found = self._texts, self._session.state, self._session.state.values.value(*figure)
        words = value_words(state, texts)
        if column == 1:
            field = ALL_FIELDS[figure.field]
            year, before = texts.year(field, figure.year), words.value(figure.field, found.before.value, figure.row)
            after = words.value(figure.field, found.value, figure.row)
            return f"{texts._(field.label)} {year}: {before} → {after}"
        source = words.source(found, figure.row)
        if column == 2:
            return words.giver(found) if found.is_changed else source.basis
        return " — ".join(filter(None, [found.change.why if found.change else "", *source.said]))


class SourcePanel(QWidget):
    """The choice of a basis above the list; worked out only while it is on the screen.

    Signals:
        jumped(Place): a figure was activated (double click or Enter).
    """

    jumped = Signal(object)

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        _ = texts._
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Basis"))
        self.choice.addItem(_("All figures"), None)
        for basis in (CHANGED, *Basis):
            self.choice.addItem(_(BASIS_NAMES[basis]), basis)
        self.count = Label()
        self.count.setProperty("tone", "second")
        self.list = ListView("sources", _("Sources"), (38, 26, 14))
        self.model = SourceModel(session, texts, self)
        self.list.setModel(self.model)
        layout = QVBoxLayout(self)
        above = QHBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(6), theme.px(12), theme.px(6))
        above.setSpacing(theme.px(8))
        above.addWidget(self.choice)
        above.addWidget(self.count, 1)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.list)
        self._stale, self._shown = True, False
        self.list.activated.connect(lambda index: self.jumped.emit(self.model.place_at(index.row())))
        self.choice.activated.connect(self._find)
        session.changed.connect(self._on_changed)

    def _find(self) -> None:
        self._stale = False
        self.model.find(self.choice.currentData())
        self.count.setText(self._texts.plural(self.model.rowCount(), N_("{n} figure"), N_("{n} figures")))

    def _on_changed(self, moved: Moved) -> None:
        if moved.document or moved.scenario:
            self._stale = True
            if self._shown:
                self._find()
            elif moved.portfolio:
                self.model.forget()

    def set_shown(self, shown: bool) -> None:
        """Say whether the panel is in front: behind another tab Qt calls it visible too, but it is not worth work."""
        self._shown = shown
        if shown and self._stale:
            self._find()
