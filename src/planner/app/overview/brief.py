"""The overview on one sheet: A4 landscape, from the same pictures as on the screen, in the colours for light paper."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QGuiApplication, QPagedPaintDevice, QPainter

from planner.app.overview.ceilings_picture import state
from planner.app.overview.pictures import WIDE, placed
from planner.app.overview.scene import Scene
from planner.app.paper import Printed, application, write_pages
from planner.app.widgets import theme
from planner.app.widgets.charts.canvas import CAPTION, PIXELS_A_POINT, RIGHT, SMALL, Canvas
from planner.app.widgets.charts.picture_panel import ABOVE, MARGIN
from planner.app.widgets.tokens import LIGHT
from planner.core.check.ceilings import tightest
from planner.core.model.document import BASE
from planner.core.overview.overview import Overview
from planner.words.ceilings import ceiling_name
from planner.words.figures import percent_text
from planner.words.texts import Texts

ZOOM, FINE = 0.86, 10
"""The pictures are this much smaller than on the screen: letters of 8.25 points still have 7.1 on paper. They are
painted in units that are so many times finer than a 96th of an inch."""
HEAD, CARDS, FOOT = 34, 54, 20
"""Heights in pixels at a zoom of 1: of the title, of the figures below it, of the line at the foot."""


def write_brief(path: Path, facts: Overview, texts: Texts) -> int:
    """Write the overview as a PDF file of one page; how many it has.

    Raises `UserError` when the file cannot be written.
    """
    scene = Scene(facts, texts, leads=False)
    title = texts.name(facts.portfolio.title, facts.portfolio.title_en)
    heading = f"{texts._('Overview')} {title}"
    return write_pages(path, heading, lambda device: Printed(paint_brief(device, scene)), texts.language)


def write_brief_alone(path: Path, facts: Overview, texts: Texts) -> int:
    """`write_brief` for a program without a window, and without a screen."""
    _held = application()  # for as long as it is painted
    font = QFont(QGuiApplication.font())
    font.setFamilies([*theme.FAMILIES, font.family()])
    QGuiApplication.setFont(font)
    return write_brief(path, facts, texts)


def paint_brief(device: QPagedPaintDevice, scene: Scene) -> int:
    """Paint the sheet on a printer or PDF: one page; 0 where it could not begin."""
    painter = QPainter()
    if not painter.begin(device):
        return 0
    units = FINE * 72 * PIXELS_A_POINT
    painter.scale(device.logicalDpiX() / units, device.logicalDpiY() / units)
    area = device.pageLayout().paintRectPixels(device.logicalDpiX())
    scale = units / device.logicalDpiX()
    _paint(Canvas(painter, LIGHT, ZOOM, FINE), QRectF(0, 0, area.width() * scale, area.height() * scale), scene)
    painter.end()
    return 1


def _paint(canvas: Canvas, sheet: QRectF, scene: Scene) -> None:
    px, tokens, _ = canvas.px, canvas.tokens, scene._
    _title(canvas, QRectF(sheet.left(), sheet.top(), sheet.width(), px(HEAD)), scene)
    cards = QRectF(sheet.left(), sheet.top() + px(HEAD), sheet.width(), px(CARDS))
    _cards(canvas, cards, scene)
    foot = QRectF(sheet.left(), sheet.bottom() - px(FOOT), sheet.width(), px(FOOT))
    said = _("Each amount is rounded by itself: where they do not add up, that is the rounding.")
    if any(total.missing for total in scene.facts.evaluation.view(scene.facts.view)):
        said = f"{said} {_('* leaves out figures that no sheet prints.')}"
    canvas.text(foot, said, tokens.third, CAPTION)
    room = QRectF(sheet.left(), cards.bottom(), sheet.width(), foot.top() - cards.bottom())
    if scene.facts.is_empty:
        canvas.text(room, _("There are no lines yet"), tokens.text)
        return
    for picture, place in placed(WIDE, room):
        canvas.rule(place.topLeft(), place.topRight(), tokens.strong)
        if place.left() > sheet.left():
            canvas.rule(place.topLeft(), place.bottomLeft(), tokens.strong)
        picture.draw(canvas, place.adjusted(px(MARGIN), px(ABOVE), -px(MARGIN), -px(ABOVE)), scene)


def _title(canvas: Canvas, room: QRectF, scene: Scene) -> None:
    """What the sheet is about."""
    facts, texts, tokens, px = scene.facts, scene.texts, canvas.tokens, canvas.px
    portfolio = facts.portfolio
    shown = scene.scenario(facts.scenario)
    over = texts._("All programs") if facts.view is None else texts.name(facts.view.name, facts.view.name_en)
    said = " · ".join(filter(None, (texts.name(portfolio.ministry, portfolio.ministry_en), over, shown)))
    wide = canvas.text(room, said, tokens.second, SMALL, side=RIGHT)
    mark = QRectF(room.right() - wide - px(18), room.center().y() - px(6), px(12), px(12))
    canvas.scenario(mark, facts.scenario)
    title = f"{texts._('Overview')} · {texts.name(portfolio.title, portfolio.title_en)}"
    canvas.text(room.adjusted(0, 0, -wide - px(30), 0), title, tokens.text, 13, bold=True)


def _cards(canvas: Canvas, room: QRectF, scene: Scene) -> None:
    """The figures that everything below explains."""
    px, tokens = canvas.px, canvas.tokens
    cards = _told(scene)
    width = room.width() / len(cards)
    for place, (name, figure, below) in enumerate(cards):
        card = QRectF(room.left() + place * width, room.top(), width - px(10), px(18))
        canvas.text(card, name, tokens.second, CAPTION)
        canvas.text(card.translated(0, px(15)), figure, tokens.text, 12, bold=True, whole=True)
        canvas.text(card.translated(0, px(31)), below, tokens.second, CAPTION)


def _told(scene: Scene) -> list[tuple[str, str, str]]:
    """The name of each figure, the figure, and what stands below it."""
    facts, texts, _ = scene.facts, scene.texts, scene._
    previous, _planned, request = facts.totals
    unit = scene.unit_name
    known = previous.amount is not None and request.amount is not None
    apart = sum(each.unprinted for each in facts.unprinted)
    below = _("without a figure before {amount}").format(amount=scene.amount(apart)) if apart else ""
    change = scene.change(request.yen - previous.yen) if known else _("cannot compute")
    percent = percent_text(request.yen, previous.yen, texts) if known else ""
    cards = [
        (_("Budget {year}").format(year=scene.previous_year), scene.total(previous), unit),
        (_("Request {year}").format(year=scene.request_year), scene.total(request), unit),
        (_("On previous year"), f"{change} {percent}".rstrip(), below),
    ]
    if facts.scenario != BASE:
        cards.append((_("From base"), scene.change(facts.own_change) if known else "−", unit))
    found = tightest(facts.judged[facts.scenario], None if facts.view is None else facts.view.id)
    if found is not None:
        cards.append((_("Ceiling"), state(scene, found)[0], ceiling_name(found.ceiling, texts)))
    return cards
