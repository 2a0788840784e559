"""The guide says what is so: every verb, key, page, link and picture it names is there, in both languages alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner import __version__
from planner.app.guide import about_dialog
from planner.app.guide.about_dialog import AboutDialog
from planner.app.guide.chapters import CHAPTERS, KEYS, NAMED, source
from planner.app.guide.guide_window import GuideWindow
from planner.app.widgets.tokens import CONTRAST, DARK, LIGHT, READABLE, Tokens, contrast
from planner.app.window.help import CHAPTER_OF
from planner.app.window.main_window import MainWindow
from planner.core.model.document import Document
from planner.resources import resource
from planner.words.texts import LANGUAGES
from tests.app.guide import pictures
from tests.app.hands import KEY, shortcut, type_on
from tests.app.hearing import english, mute
from tests.app.looking import cut, outside, pale
from tests.places import ROOT
from tests.samples import DC1

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # raising windows where there is no screen
WRITTEN = [name for name in CHAPTERS if name != KEYS]
LINK, PICTURE = re.compile(r"(?<!!)\[[^\]]+\]\(([^)]+)\)"), re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
KEY_WORDS = re.compile(r"\*\*((?:Ctrl|Alt|Shift|F\d|Enter|Esc|Tab|Space|Pg|Home|End|[A-Z]\b)[^*]*)\*\*")
ALONE = {"F10", "Alt", "Ctrl+Tab", "Space"}
"""Keys that Qt, a button or a list of boxes hears, and the list of keys has not."""
JAPANESE = re.compile("[ぁ-んァ-ヶ]|(?![千円百万億])[一-龥]")
"""Japanese words other than those that amounts are written with."""
SMALL = 400_000
"""All pictures of a language together are no larger, in bytes."""


@pytest.fixture(params=["ja", "en"])
def window(request: pytest.FixtureRequest, make_window: Callable[..., MainWindow], document: Document) -> MainWindow:
    return make_window(document, request.param)


@pytest.fixture
def guide(window: MainWindow) -> Iterator[GuideWindow]:
    window.menus.actions["help.guide"].trigger()
    made = window.menus.help.guide
    assert made is not None
    yield made
    made.close()


def texts(language: str) -> dict[str, str]:
    return {name: source(name, language) for name in WRITTEN}


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_the_same_chapters_and_pictures_in_each_language(language: str) -> None:
    folder = Path(str(resource(f"guide/{language}")))
    assert {path.stem for path in folder.glob("*.md")} == set(WRITTEN)
    drawn = {name for text in texts(language).values() for _said, name in PICTURE.findall(text)}
    assert drawn == {path.name for path in folder.glob("*.png")} == {f"{name}.png" for name in pictures.NAMES}
    assert sum(path.stat().st_size for path in folder.glob("*.png")) < SMALL
    assert {path.suffix for path in folder.iterdir()} == {".md", ".png"}


def test_both_languages_speak_of_the_same_verbs_links_and_pictures() -> None:
    for name in WRITTEN:
        ja, en = (source(name, language) for language in ("ja", "en"))
        assert {found[1] for found in NAMED.findall(ja)} == {found[1] for found in NAMED.findall(en)}, name
        assert set(LINK.findall(ja)) == set(LINK.findall(en)), name
        assert [each for _said, each in PICTURE.findall(ja)] == [each for _said, each in PICTURE.findall(en)], name


def test_every_verb_it_names_is_there_and_has_the_keys_it_tells(window: MainWindow) -> None:
    actions = window.menus.actions | window.menus.history
    for name, text in texts(window.texts.language).items():
        for by_name, verb in NAMED.findall(text):
            assert verb in actions, f"{name}: {verb}"
            assert by_name or not actions[verb].shortcut().isEmpty(), f"{name}: {verb} has no keys"


def test_every_key_it_writes_out_is_one(window: MainWindow) -> None:
    known = {key for keys, _what in window.menus.help.shortcuts() for key in re.split(r" / |; |, ", keys)} | ALONE
    for name, text in texts(window.texts.language).items():
        for found in KEY_WORDS.findall(text):
            assert found in known, f"{name}: {found}"


def test_the_japanese_readme_names_keys_and_files_that_are(window: MainWindow) -> None:
    readme = (ROOT / "README.ja.md").read_text(encoding="utf-8")
    known = {key for keys, _what in window.menus.help.shortcuts() for key in keys.split(" / ")}
    assert set(re.findall(r"Ctrl\+[\w+]+|F\d+", readme)) <= known
    assert all((ROOT / name).is_file() for name in re.findall(r"\]\(([^)]+)\)", readme))
    assert "README.ja.md" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_chapter_and_every_chapter_is_led_to(language: str) -> None:
    leads = {goal for text in texts(language).values() for goal in LINK.findall(text)}
    assert leads <= set(CHAPTERS)
    assert leads | {"begin"} == set(CHAPTERS)


def test_every_dialog_and_page_has_its_chapter(window: MainWindow) -> None:
    sources = (ROOT / "src" / "planner" / "app").rglob("*.py")
    written = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    classes = set(re.findall(r"^class (\w+)", written, re.MULTILINE))
    assert set(CHAPTER_OF) <= classes
    assert set(CHAPTER_OF.values()) | set(window.pages.pages) <= set(CHAPTERS)
    for page in window.pages.pages:
        window.pages.show_page(page)
    dialogs = set(re.findall(r"^class (\w+)\(\w*Dialog\)", written, re.MULTILINE))
    assert dialogs and dialogs <= set(CHAPTER_OF)


# ------------------------------------------------------------------- as it is read


def test_f1_opens_the_chapter_of_where_one_is(qtbot: QtBot, window: MainWindow) -> None:
    helper = window.menus.help
    for page in window.pages.pages:
        window.pages.show_page(page)
        shortcut(window, "F1")
        assert helper.guide is not None and helper.guide.shown == page
        helper.guide.close()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
    window.pages.show_page("lines")
    window.work.table.setFocus()
    QTest.keyClick(window.work.table.viewport(), KEY.Key_F2)
    assert helper.chapter_here() == "typing"
    QTest.keyClick(QApplication.focusWidget() or window, KEY.Key_Escape)
    window.ways.show_scenarios()
    assert helper.chapter_here() == "scenarios"


def test_f1_is_heard_in_dialogs_and_the_guide_is_read_beside_them(qtbot: QtBot, window: MainWindow) -> None:
    window.documents.ask_blank()
    dialog = window.documents.blank
    assert dialog is not None
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog.program, KEY.Key_F1)
    guide = window.menus.help.guide
    assert guide is not None
    assert (guide.shown, guide.isVisible(), dialog.isVisible()) == ("own", True, True)
    qtbot.waitUntil(guide.isActiveWindow)
    type_on(guide.field, "CSV")
    assert guide.field.text() == "CSV", "no dialog keeps it from being used"
    guide.close()
    dialog.reject()


def test_links_lead_on_and_the_list_follows(guide: GuideWindow) -> None:
    guide.show_chapter("begin")
    guide.view.anchorClicked.emit(QUrl("own"))
    item = guide.list.currentItem()
    assert item is not None
    assert (guide.shown, item.text()) == ("own", guide.chapters["own"].title)
    guide.list.setFocus()
    QTest.keyClick(guide.list, KEY.Key_Down)
    assert guide.shown == "files"


def test_it_is_searched(guide: GuideWindow) -> None:
    shortcut(guide, "Ctrl+F")
    assert QApplication.focusWidget() is guide.field
    type_on(guide.field, "cp932")
    shown = [guide.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(guide.list.count())]
    left = [name for row, name in enumerate(shown) if not guide.list.item(row).isHidden()]
    assert (left, guide.shown, len(guide.view.extraSelections())) == (["own"], "own", 1)
    guide.field.setText("Excel")
    first = guide.shown
    for _ in range(12):
        QTest.keyClick(guide.field, KEY.Key_Return)
        if guide.shown != first:
            break
    assert guide.shown != first, "Enter goes on into the next chapter that speaks of it"
    shortcut(guide, "Shift+F3")
    guide.field.setText("…nothing…")
    assert all(guide.list.item(row).isHidden() for row in range(guide.list.count()))
    QTest.keyClick(guide.field, KEY.Key_Escape)
    assert guide.field.text() == "" and guide.isVisible() and not guide.list.item(0).isHidden()
    QTest.keyClick(guide, KEY.Key_Escape)
    assert not guide.isVisible()


def test_tab_goes_from_part_to_part_and_is_seen(guide: GuideWindow, dressed: Callable[[Tokens], None]) -> None:
    dressed(LIGHT)
    guide.activateWindow()
    guide.field.setFocus(Qt.FocusReason.TabFocusReason)
    for part in (guide.field, guide.list, guide.view):
        assert QApplication.focusWidget() is part
        QApplication.processEvents()
        focused = guide.grab().toImage()
        guide.focusNextChild()
        QApplication.processEvents()
        assert guide.grab().toImage() != focused


def test_it_goes_with_its_window(window: MainWindow, guide: GuideWindow) -> None:
    window.close()
    assert not guide.isVisible()


def test_every_chapter_is_whole_and_in_one_language(
    guide: GuideWindow, window: MainWindow, dressed: Callable[[Tokens], None]
) -> None:
    dressed(LIGHT)
    found = []
    for size in (QSize(1200, 800), QSize(620, 420)):
        guide.resize(size)
        for name in CHAPTERS:
            guide.show_chapter(name)
            QApplication.processEvents()
            found += [f"{name}: {each}" for each in (*cut(guide), *outside(guide))]
            assert guide.view.document().idealWidth() <= guide.view.viewport().width() + 1, name
            written = guide.view.toPlainText()
            assert "[[" not in written
            if window.texts.language == "en" and name != KEYS:
                found += [f"{name}: {each}" for each in JAPANESE.findall(written)]
    names = [each.title for each in guide.chapters.values()]
    is_english = window.texts.language == "en"
    found += [*mute(guide), *(JAPANESE.findall(" ".join(names)) if is_english else english(guide.list, ()))]
    assert found == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_it_can_be_read_in_every_colour(guide: GuideWindow, dressed: Callable[[Tokens], None], tokens: Tokens) -> None:
    dressed(tokens)
    guide.field.setText("Excel")
    QApplication.processEvents()
    assert list(pale(guide)) == []
    link = guide.view.palette().link().color()
    assert contrast(link, tokens.surface) >= READABLE
    (mark, *_more) = guide.view.extraSelections()
    assert contrast(mark.format.foreground().color(), mark.format.background().color()) >= READABLE


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_can_be_made_anew(
    qtbot: QtBot,
    make_window: Callable[..., MainWindow],
    dressed: Callable[[Tokens], None],
    tmp_path: Path,
    language: str,
) -> None:
    dressed(LIGHT)
    window = make_window(pictures.example(language), language)
    assert window.session.state.document.changes[0].cells[0].line_id == DC1
    made = []
    for name, image in pictures.pictures(window, lambda is_so: qtbot.waitUntil(is_so, timeout=20_000)):
        pictures.save(image, tmp_path / f"{name}.png")
        again = QImage(str(tmp_path / f"{name}.png"))
        shipped = QImage(str(resource(f"guide/{language}/{name}.png")))
        assert again.size() == shipped.size(), f"make the pictures anew: python -m {pictures.__name__}"
        across, down = range(0, min(again.width(), 500), 7), range(0, min(again.height(), 200), 7)
        assert len({again.pixelColor(x, y).name() for x in across for y in down}) > 3
        made.append(name)
    assert tuple(made) == pictures.NAMES


# ------------------------------------------------------------------- about


def test_about_tells_what_a_report_needs_and_opens_folders(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    window.menus.actions["help.about"].trigger()
    (dialog,) = window.findChildren(AboutDialog)
    dialog.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert __version__ in copied and "LGPL-3.0" in copied and "NumPy" in copied
    settings = window.settings.file
    assert settings is not None and str(settings.parent) in copied
    buttons = [each for each in dialog.findChildren(QWidget) if each.accessibleName().startswith(_open(window))]
    assert len(buttons) == 4
    QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
    assert opened == [str(settings.parent)]
    (tmp_path / "there").mkdir()
    about_dialog.open_folder(tmp_path / "there" / "not" / "yet")
    assert opened[-1] == str(tmp_path / "there")


def _open(window: MainWindow) -> str:
    return window.texts._("Open the folder")
