"""The findings of the line under the cursor and of its program, as cards; the one chosen in full, and its fix."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
    QVBoxLayout,
)

from planner.app.check.finding_view import FindingView
from planner.app.check.fixes import Fix, Way
from planner.app.check.problem_model import FINDING, RULE, SIGNS, WHERE, ProblemModel
from planner.app.session.moved import Moved
from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.app.widgets.cards import GAP, CardPainter, card_height, card_line
from planner.app.widgets.plain import Label
from planner.core.edits.waivers import waiver_of
from planner.words.texts import Texts

LINES = 2


class FindingCards(QStyledItemDelegate):
    """Paints a finding: how much it matters, what is asked and where, what was found."""

    def __init__(self, findings: FindingsHere) -> None:
        super().__init__(findings)
        self._findings = findings

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(120), card_height(LINES))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        tokens, paints = theme.tokens(), CardPainter(painter, option)
        name, token = SIGNS[self._findings.model.problem_at(index.row()).severity]
        first, second = (card_line(option.rect, place) for place in range(LINES))
        model, row = self._findings.model, index.row()
        said = [str(model.index(row, column).data() or "") for column in (RULE, WHERE, FINDING)]
        rest = paints.left(paints.sign(first, name, getattr(tokens, token)), said[0], tokens.text, bold=True)
        paints.left(QRect(rest.adjusted(theme.px(GAP), 0, 0, 0)), said[1], tokens.second, small=True)
        paints.left(second, said[2], tokens.text, small=True)
        painter.restore()


class FindingsHere(FindingView):
    """The findings about a place; it follows while it is looked at."""

    def __init__(self, session: Session, texts: Texts) -> None:
        self._line: int | None = None
        view, _ = QListView(), texts._
        super().__init__(session, texts, view, ProblemModel(session, texts, view), FINDING)
        view.setObjectName("findings-here")
        view.setAccessibleName(_("Findings of this line and its program"))
        view.setModelColumn(FINDING)
        view.setItemDelegate(FindingCards(self))
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.full, self.reason = QTextEdit(), QLineEdit()
        self.full.setReadOnly(True)
        self.full.setAccessibleName(_("The finding in full"))
        self.full.setFont(theme.table_font())
        self.full.setTabChangesFocus(True)
        self.reason.setPlaceholderText(_("Reason to accept the selected findings"))
        self.reason.setAccessibleName(_("Reason to accept the selected findings"))
        self.accept_button, self.withdraw_button = QPushButton(_("Accept with the reason")), QPushButton(_("Take back"))
        self.reason.returnPressed.connect(self.accept)
        self.accept_button.clicked.connect(self.accept)
        self.withdraw_button.clicked.connect(self.withdraw)
        self.nothing = Label(_("Nothing to settle here."))
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("tone", "second")
        margin = theme.px(12)
        verbs, below = QHBoxLayout(), QVBoxLayout()
        for button in (self.accept_button, self.withdraw_button):
            verbs.addWidget(button)
        verbs.addStretch(1)
        below.setContentsMargins(margin, 0, margin, theme.px(8))
        below.setSpacing(theme.px(6))
        for part in (self.nothing, self.full, self.reason):
            below.addWidget(part)
        below.addLayout(verbs)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(8), 0, 0)
        layout.addWidget(view, 3)
        layout.addLayout(below, 2)
        self.model.sleep(True)
        session.changed.connect(self._on_changed)
        self._on_reset()

    def _show(self, row: int) -> None:
        if not 0 <= row < self.model.rowCount():
            self.full.clear()
            return
        from html import escape  # noqa: PLC0415 - no finding is chosen at the start

        first, *rest = map(escape, self.paragraphs(row))
        self.full.setHtml("".join(f"<p>{each}</p>" for each in [f"<b>{first}</b>", *rest]))

    def _offer(self) -> None:
        chosen = self.selected()
        accepted = [each for each in chosen if waiver_of(each, self.model.accepted)]
        self.accept_button.setEnabled(len(accepted) < len(chosen))
        self.withdraw_button.setEnabled(bool(accepted))

    def accept(self) -> None:
        """Accept the selected findings with the reason typed."""
        if self.settle(self.selected(), Fix(Way.ACCEPT, self.reason.text())):
            self.reason.clear()

    def withdraw(self) -> None:
        """Take back that the selected findings are accepted."""
        accepted = [each for each in self.selected() if waiver_of(each, self.model.accepted)]
        self.settle(accepted, Fix(Way.WITHDRAW))

    def set_awake(self, awake: bool) -> None:
        """Say whether it is looked at: the findings are worked out again only then."""
        self.model.sleep(not awake)
        if awake:
            self._narrow()

    def show_line(self, line: int | None) -> None:
        """Speak of another line, or of the program chosen where there is none."""
        self._line = line
        self._narrow()

    def _on_changed(self, moved: Moved) -> None:
        if moved.program or moved.portfolio:
            self._narrow()

    def _narrow(self) -> None:
        state = self._session.state
        portfolio, line = state.portfolio, self._line
        here: set[str] = set()
        if line is not None and line < len(portfolio.lines):
            above = portfolio.ancestors[portfolio.lines.program[line]]
            here = {portfolio.lines.ids[line], *(portfolio.programs[each].id for each in above)}
        elif state.program is not None:
            here = {portfolio.programs[each].id for each in portfolio.subtrees[state.program]}
        self.model.narrow(here)

    def _on_reset(self) -> None:
        count = self.model.rowCount()
        if count and self.model.row_of(self._current) < 0:
            self._current = self.model.problem_at(0)
        super()._on_reset()
        self.nothing.setVisible(not count)
        for part in (self.list, self.full, self.reason, self.accept_button, self.withdraw_button):
            part.setVisible(bool(count))
