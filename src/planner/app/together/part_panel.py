"""All that is known of the part selected on the board: its figures, how it came here, what was said of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from PySide6.QtWidgets import QFrame, QTextEdit

from planner.app.session.session import Session
from planner.app.widgets import theme
from planner.core.merge.board import Standing
from planner.words.merge import STATES
from planner.words.parts import comment_place, comment_text, part_name, room_text, steps
from planner.words.texts import Texts


class PartPanel(QTextEdit):
    """Reads only; what is done with the part stands above the board."""

    def __init__(self, session: Session, texts: Texts) -> None:
        super().__init__()
        self._session, self._texts = session, texts
        self.setObjectName("part")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme.table_font())
        self.setAccessibleName(texts._("The part selected"))
        self.setMinimumWidth(theme.px(200))

    def show_part(self, standing: Standing | None) -> None:
        """Speak of another part, or of none."""
        if standing is None:
            self.setPlainText(self._texts._("Select a part to see its history and what was said of it."))
            return
        paragraphs = [each for each in self._paragraphs(standing) if each]
        html = "".join(f"<p>{each}</p>" for each in paragraphs)
        if html != self.property("told"):  # where it is scrolled to stays while nothing else is told
            self.setProperty("told", html)
            self.setHtml(html)

    def _paragraphs(self, standing: Standing) -> Iterator[str]:
        part, texts, _ = standing.part, self._texts, self._texts._
        yield f"<b>{escape(part_name(part, texts))}</b> · {escape(_(STATES[part.state]))}"
        if part.deadline:
            yield escape(_("Due {date}.").format(date=part.deadline))
        yield escape(part.instructions)
        if standing.room is not None:
            yield escape(room_text(standing.room, texts))
        yield self._listed(_("History"), steps(part, texts))
        portfolio = self._session.state.portfolio
        yield self._listed(
            _("Comments"),
            (f"{comment_place(portfolio, each, texts)}: {comment_text(each)}" for each in reversed(part.comments)),
        )

    def _listed(self, title: str, entries: Iterable[str]) -> str:
        told = "<br>".join(map(escape, entries))
        return f"<b>{escape(title)}</b><br>{told}" if told else ""
