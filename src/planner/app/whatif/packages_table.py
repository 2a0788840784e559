"""Packages beside one another: what the aim comes to, what is cut beyond the wish, how many lines, later years."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QColor

from planner.app.session.session import Session
from planner.app.whatif.bare_list import Column, ReadList
from planner.app.whatif.cut_answer import Offer
from planner.app.widgets import theme
from planner.core.money import format_amount, format_change
from planner.words.figures import unit_name
from planner.words.packages import METHOD_NAMES
from planner.words.texts import Texts


class PackagesTable(ReadList):
    """Each package a row: a method of its own, or a step of the ladder; as high as its rows.

    Signals:
        chosen(): another package is chosen.
    """

    chosen = Signal()

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__(session, texts, "what-if-packages", texts._("Packages"), 1)
        self._session, self._texts = session, texts
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.chosen.emit())
        self.show_offers(())

    @property
    def offers(self) -> Sequence[Offer]:
        """The packages shown."""
        return self.shown.rows

    def show_offers(self, offers: Sequence[Offer], place: int = 0) -> None:
        """Show other packages, one of them chosen."""
        self.show_rows(self._columns(offers), offers)
        if offers:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(self.shown.index(min(place, len(offers) - 1), 0), flags)
        self.setFixedHeight(self.sizeHint().height())

    def _columns(self, offers: Sequence[Offer]) -> tuple[Column, ...]:
        _, state = self._texts._, self._session.state
        year = offers[0].cuts.aim.year if offers else state.portfolio.request_year
        shown, later = self._texts.era(year), self._texts.era(year + 1)
        return (
            Column(_("Package"), self.name, is_figure=False, gives_way=True, tone=_warned),
            Column(
                f"{shown} {unit_name(state.unit, self._texts)}",
                lambda each: format_amount(each.package.amount, state.unit),
                tone=_warned,
            ),
            Column(_("Beyond yen"), self._remainder, tone=_warned),
            Column(_("Lines"), lambda each: f"{len({one.driver.row for one in each.package.changes}):,}", tone=_warned),
            Column(_("{year} change").format(year=later), self._later, tone=_warned),
            Column(_("Outside"), lambda each: str(each.package.outside or "−"), tone=_warned_outside),
        )

    def _remainder(self, offer: Offer) -> str:
        package = offer.package
        short = self._texts._("{yen} short").format(yen=format_amount(package.short))
        return format_amount(package.remainder) if package.reached else short

    def _later(self, offer: Offer) -> str:
        later = next(iter(offer.package.later.values()), None)
        return "−" if later is None else format_change(later, self._session.state.unit)

    def name(self, offer: Offer) -> str:
        """A package as it is called: its method, or how far the step goes."""
        _ = self._texts._
        if offer.share is None:
            return _(METHOD_NAMES[offer.package.method])
        step = f"△{float(offer.share * 100):g}%"
        return _("{step}, nested").format(step=step) if offer.is_nested and offer is not self.offers[0] else step

    @property
    def offer(self) -> Offer | None:
        """The package chosen."""
        at = self.currentIndex().row()
        return self.offers[at] if 0 <= at < len(self.offers) else None

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), self.height_of(max(1, len(self.offers))))


def _warned(offer: Offer) -> QColor | None:
    return None if offer.package.reached else theme.tokens().warning


def _warned_outside(offer: Offer) -> QColor | None:
    return theme.tokens().warning if offer.package.outside else _warned(offer)
