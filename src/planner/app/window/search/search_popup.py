"""The field that finds programs, lines, scenarios, reasons, sources and every verb, and the list of what is found."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QLineEdit, QListView, QPushButton, QVBoxLayout

from planner.app.session.finding import Finder, Kind, Matches
from planner.app.session.moved import Moved
from planner.app.session.names import Names, Query, best
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.icons import icon
from planner.app.widgets.overlay import Overlay
from planner.app.widgets.plain import Label
from planner.app.window.search.search_rows import HEADING, HEIGHT, Deed, Row, SearchDelegate, SearchRows
from planner.words.texts import Texts, folded

WIDTH = 600
FEW, MANY = 5, 200
"""So much of each kind is listed at first, and of one kind alone."""
A_TURN = 1_000
"""So many names are folded in one turn of the event loop."""
SHOWN = 14
"""So many rows are seen at once."""


class SearchPopup(Overlay):
    """The field, and the list of what is found under it.

    Signals:
        jumped(Place): what was chosen is to be shown.
    """

    jumped = Signal(object)

    def __init__(
        self,
        anchor: QPushButton,
        session: Session,
        texts: Texts,
        deeds: Callable[[], list[Deed]],
        only: Kind | None = None,
    ) -> None:
        """`only`: nothing else than that kind is looked for."""
        super().__init__(anchor, WIDTH, over=True)
        self._only = only
        self._session, self._texts, self._all_deeds = session, texts, deeds
        self._finder: Finder | None = None
        self._kind: Kind | None = None
        _ = texts._
        self.setAccessibleName(_("Search"))
        self.field = QLineEdit()
        self.field.setAccessibleName(anchor.accessibleName())
        self.field.setProperty("look", "bare")
        self.field.setFont(theme.sized(theme.TITLE_POINTS))
        self.narrowed, self.hint = Label(), Label()
        hint = _("↑↓ choose · Enter go · Tab kind · Esc") if only is None else _("↑↓ choose · Enter go · Esc")
        self.hint.setText(hint)
        for label in (self.narrowed, self.hint):
            label.setProperty("tone", "third")
        self.hint.setFont(theme.sized(theme.CAPTION_POINTS))
        self.list = QListView()
        self.list.setAccessibleName(_("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(SearchDelegate(self.list))
        self.rows = SearchRows(texts, self.list)
        self.list.setModel(self.rows)
        self._lay_out()
        self.field.installEventFilter(self)
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)
        self.field.textChanged.connect(self._look)
        self.list.clicked.connect(self._choose)
        self.closed.connect(self._turn.stop)
        session.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        glass = Label()
        glass.setPixmap(icon("search", "second").pixmap(theme.px(20), theme.px(20)))
        above = QHBoxLayout()
        above.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(4))
        for part in (glass, self.narrowed, self.field, self.hint):
            above.addWidget(part)
        above.setStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(above)
        layout.addWidget(self.list, 1)

    def sizeHint(self) -> QSize:
        rows = self.rows.rows[:SHOWN]
        high = sum(theme.px(HEADING if row.is_heading else HEIGHT) for row in rows)
        return QSize(theme.px(WIDTH), theme.px(44) + high + 2)

    # ---------------------------------------------------------------- looking

    def start(self) -> None:
        """Open with nothing typed, ready for the first letter."""
        self._kind = self._only
        if self.isVisible():
            self.field.selectAll()
        else:
            self.field.clear()
        self._deeds = self._all_deeds()
        self._names = Names([folded(each.text) for each in self._deeds])
        self._around = Names([folded(f"{each.menu} {each.keys}") for each in self._deeds])
        self._look()
        self.open(self.field)

    def _on_changed(self, moved: Moved) -> None:
        if moved.portfolio:
            self._finder = None
        if self.isVisible():
            self._look()

    def _look(self) -> None:
        """Look for what is typed once the turn is over: of several keys in a row the last one counts."""
        if self.isVisible() or not self.field.text():
            self._turn.start()

    def _go_on(self) -> None:
        """Fold a part of the names, or find where all are folded."""
        if self._finder is None:
            self._finder = Finder(self._session.state.portfolio, self._texts)
        if self._finder.prepare(A_TURN):
            self._turn.stop()
            self._show()

    @property
    def is_looking(self) -> bool:
        """Whether what is listed is still what was typed before."""
        return self._turn.isActive()

    def _show(self) -> None:
        assert self._finder is not None
        query, most = Query.of(self.field.text()), FEW if self._kind is None else MANY
        found = self._finder.find(self.field.text(), self._session.state, most)
        rows: list[Row] = []
        for kind in Kind:
            if self._kind in (None, kind):
                rows += self._deed_rows(query, most) if kind is Kind.VERB else self._found_rows(kind, found[kind])
        if not rows:
            rows = [Row(Kind.VERB, self._texts._("Nothing is found."), is_heading=True)]
        self.rows.show(rows, query)
        self.narrowed.setText("" if self._kind is None else self._texts._(self._kind.value))
        self.narrowed.setVisible(self._kind is not None)
        self._go_to(self.rows.step(-1, 1))
        self.place()

    def _found_rows(self, kind: Kind, matches: Matches) -> list[Row]:
        made = [Row(kind, each.text, each.detail, each.amount, each) for each in matches.best]
        return self._headed(kind, made, matches.total)

    def _deed_rows(self, query: Query, most: int) -> list[Row]:
        ranks = self._names.ranks(query, [self._around.holding(word) for word in query.words])
        places, total = best(ranks, most)
        listed = [self._deeds[place] for place in places]
        made = [Row(Kind.VERB, each.text, each.why_not or each.menu, each.keys, deed=each) for each in listed]
        return self._headed(Kind.VERB, made, total)

    def _headed(self, kind: Kind, made: list[Row], total: int) -> list[Row]:
        """Rows of a kind under their heading, with how many more there are."""
        if not made:
            return []
        heading = Row(kind, f"{self._texts._(kind.value)} {total}", is_heading=True)
        rest = total - len(made)
        more = [Row(kind, self._texts._("{n} more").format(n=f"{rest:,}"))] if rest and self._kind is None else []
        return [heading, *made, *more]

    # ---------------------------------------------------------------- choosing

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Tab in the field are meant for the list."""
        if watched is self.field and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            key = Qt.Key(event.key())
            if key in steps:
                self._go_to(self.rows.step(self.list.currentIndex().row(), steps[key]))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentIndex())
                return True
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._narrow(1 if key == Qt.Key.Key_Tab else -1)
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, by: int) -> None:
        """List the next kind alone; after the last one all again."""
        kinds = [None, *Kind] if self._only is None else [self._only]
        self._kind = kinds[(kinds.index(self._kind) + by) % len(kinds)]
        self._look()

    def _go_to(self, place: int) -> None:
        """Put the cursor on a row; the reader of the screen says it, for the focus stays in the field."""
        index = self.rows.index(place, 0) if place >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        if index.isValid():
            if place > self.rows.step(-1, 1):
                self.list.scrollTo(index)
            else:
                self.list.scrollToTop()  # with the heading above it
            said = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
            self.field.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, said))

    def _choose(self, index: QModelIndex) -> None:
        """Go where a row leads, or do what it says; one that cannot be done stays listed with the reason."""
        if not index.isValid():
            return
        row = self.rows.rows[index.row()]
        if row.is_heading or row.is_refused:
            return
        if row.found is None and row.deed is None:
            self._kind = row.kind
            self._look()
            return
        self.shut()
        if row.deed is not None:
            row.deed.action.trigger()
        elif row.found is not None:
            self.jumped.emit(row.found.place)
