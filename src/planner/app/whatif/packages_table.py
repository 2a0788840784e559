"""Packages beside one another: what the aim comes to, what is cut beyond the wish, how many lines, later years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from planner.app.session.session import Session
from planner.app.tables.lists import Index, ListView, TableModel
from planner.app.whatif.cut_answer import Offer
from planner.app.widgets import theme
from planner.core.money import format_amount, format_change
from planner.words.figures import unit_name
from planner.words.packages import METHOD_NAMES
from planner.words.texts import Texts

NAME, AMOUNT, REMAINDER, LINES, LATER, OUTSIDE = range(6)


class PackagesModel(TableModel):
    """Each package a row: a method of its own, or a step of the ladder."""

    def __init__(self, session: Session, texts: Texts, parent: QObject) -> None:
        super().__init__(session, texts, parent)
        self.offers: Sequence[Offer] = ()
        self._head()

    def _head(self) -> None:
        _, state = self._texts._, self._session.state
        aim = self.offers[0].cuts.aim if self.offers else None
        year = state.portfolio.request_year if aim is None else aim.year
        unit = unit_name(state.unit, self._texts)
        shown, later = self._texts.era(year), self._texts.era(year + 1)
        self.headers = (
            _("Package"),
            f"{shown} {unit}",
            _("Beyond yen"),
            _("Lines"),
            _("{year} change").format(year=later),
            _("Outside"),
        )

    def show(self, offers: Sequence[Offer]) -> None:
        """Show other packages."""
        self.beginResetModel()
        self.offers = offers
        self._head()
        self.endResetModel()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return super().headerData(section, orientation, role)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer, column = self.offers[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(offer, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == NAME:
            return self.name(offer)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        warned = not offer.package.reached or (column == OUTSIDE and offer.package.outside)
        return theme.tokens().warning if role == Qt.ItemDataRole.ForegroundRole and warned else None

    def _text(self, offer: Offer, column: int) -> str:
        _, package, unit = self._texts._, offer.package, self._session.state.unit
        if column == NAME:
            return self.name(offer)
        if column == AMOUNT:
            return format_amount(package.amount, unit)
        if column == REMAINDER:
            short = _("{yen} short").format(yen=format_amount(package.short))
            return format_amount(package.remainder) if package.reached else short
        if column == LINES:
            return f"{len({each.driver.row for each in package.changes}):,}"
        if column == LATER:
            later = next(iter(package.later.values()), None)
            return "−" if later is None else format_change(later, unit)
        return str(package.outside or "−")

    def name(self, offer: Offer) -> str:
        """A package as it is called: its method, or how far the step goes."""
        _ = self._texts._
        if offer.share is None:
            return _(METHOD_NAMES[offer.package.method])
        step = f"△{float(offer.share * 100):g}%"
        return _("{step}, nested").format(step=step) if offer.is_nested and offer is not self.offers[0] else step


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignLeft if column == NAME else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


class PackagesTable(ListView):
    """The table of them; as high as its rows.

    Signals:
        chosen(): another package is chosen.
    """

    chosen = Signal()

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__("what-if-packages", texts._("Packages"), (14, 12, 10, 6, 12, 8))
        self.packages = PackagesModel(session, texts, self)
        self.setModel(self.packages)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.chosen.emit())

    def show_offers(self, offers: Sequence[Offer], place: int = 0) -> None:
        """Show other packages, one of them chosen."""
        self.packages.show(offers)
        for column in range(AMOUNT, self.packages.columnCount()):
            self.resizeColumnToContents(column)
        if offers:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.packages.index(min(place, len(offers) - 1), NAME), flags)
        self.setFixedHeight(self.sizeHint().height())

    @property
    def offer(self) -> Offer | None:
        """The package chosen."""
        at = self.currentIndex().row()
        return self.packages.offers[at] if 0 <= at < len(self.packages.offers) else None

    def sizeHint(self) -> QSize:
        rows = max(1, len(self.packages.offers))
        head = self.horizontalHeader().sizeHint().height()
        return QSize(theme.px(300), head + rows * self.verticalHeader().defaultSectionSize() + 2)
