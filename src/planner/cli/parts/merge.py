"""The command `merge`: parts that come back, or copies of the document, taken into one of its scenarios."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from planner.cli.opening import open_named
from planner.cli.speech import progress_of, say
from planner.cli.tables import NONE, columns
from planner.core.errors import N_, UserError
from planner.core.merge.apart import merge_apart
from planner.core.merge.conflicts import Conflict, Take, always, ask
from planner.core.merge.merge import Incoming, Merge, merge
from planner.core.model.fields import ALL_FIELDS
from planner.core.money import format_amount, format_change
from planner.files.document.author import author
from planner.files.document.lock import holding
from planner.files.document.store import save_document
from planner.files.parts.folder import named
from planner.files.parts.reading import parts_in_turn
from planner.words.merge import conflict_text
from planner.words.parts import part_name
from planner.words.texts import Texts

ASK = "ask"


def add_arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What `merge` is asked with."""
    command.add_argument(
        "parts", nargs="+", metavar="PART", type=Path, help=_("parts, copies of the document, or folders of them")
    )
    command.add_argument(
        "--as",
        dest="name",
        metavar="NAME",
        help=_("the scenario to write into; the one the parts came from if left out"),
    )
    said = _("a scenario of its own for each part, to compare before one is taken back; no conflicts are asked then")
    command.add_argument("--apart", action="store_true", help=said)
    command.add_argument(
        "--conflicts",
        choices=[*Take, ASK],
        default=ASK,
        help=_("which side holds where both changed a value; with ask nothing is written then"),
    )


def merge_(arguments: argparse.Namespace, texts: Texts) -> int:
    """Take parts back and save; 1 where conflicts are left, and then nothing is written."""
    if arguments.apart:
        return _apart(arguments, texts)
    take = None if arguments.conflicts == ASK else Take(arguments.conflicts)
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        paths = named(arguments.parts, but=file)
        with closing(_incoming(arguments, paths, texts)) as parts:
            merged = merge(
                opened.document,
                parts,
                into=arguments.name,
                resolve=ask if take is None else always(take),
                why=texts._("Decided at the merge"),
                author=author(),
            )
        if not merged.open and merged.document != opened.document:
            save_document(merged.document, file, expected=opened.fingerprint)
    say(json.dumps(_report(merged, paths), ensure_ascii=False, indent=2) if arguments.json else _table(merged, texts))
    return 1 if merged.open else 0


def _apart(arguments: argparse.Namespace, texts: Texts) -> int:
    """Put each part into a scenario that is called like its heading, and save; the command `compare` shows them."""
    if arguments.name is not None or arguments.conflicts != ASK:
        raise UserError(
            N_("Parts that are put apart go into no other scenario, and nothing is asked."),
            N_("Leave --as and --conflicts out, or --apart."),
        )
    with holding(arguments.file) as file:
        opened = open_named(arguments, file)
        paths = named(arguments.parts, but=file)
        with closing(_incoming(arguments, paths, texts)) as parts:
            document, told = merge_apart(opened.document, parts, lambda part: part_name(part, texts), author=author())
        save_document(document, file, expected=opened.fingerprint)
    rows = [(path, each.result, document.scenario(each.scenario).name) for path, each in zip(paths, told, strict=True)]
    if arguments.json:
        said = [
            {"file": str(path), "scenario": name, "changes": each.changes, "effect": each.effect}
            for path, each, name in rows
        ]
        say(json.dumps({"parts": said}, ensure_ascii=False, indent=2))
    else:
        _ = texts._
        head = [_("Part"), _("Scenario"), _("New changes"), _("Effect (yen)")]
        say(columns(head, [[each.label, name, str(each.changes), _yen(each.effect)] for _path, each, name in rows]))
    return 0


def _incoming(arguments: argparse.Namespace, paths: Sequence[Path], texts: Texts) -> Generator[Incoming]:
    """The documents in files, one after the other; `UserError` for the first of them that cannot be read."""
    read = parts_in_turn(paths, edited=arguments.edited, progress=progress_of(texts, N_("Reading parts")))
    for label, each in zip(_labels(paths), read, strict=True):
        yield Incoming(label, each.document, each.mark, each.summary)


def _labels(paths: Sequence[Path]) -> list[str]:
    """What files are called: by their names, or whole where two of them have one name."""
    names = [each.name for each in paths]
    return names if len(set(names)) == len(names) else [str(each) for each in paths]


def _report(merged: Merge, paths: Sequence[Path]) -> dict[str, Any]:
    return {
        "parts": [
            {"file": str(path), "changes": each.changes, "effect": each.effect, "conflicts": each.conflicts}
            for path, each in zip(paths, merged.results, strict=True)
        ],
        "conflicts": [
            {
                "line": each.line,
                "field": each.field,
                "year": each.year,
                "ancestor": _plain(each, each.ancestor),
                "ours": _plain(each, each.ours.value),
                "theirs": _plain(each, each.theirs.value),
                "effect": each.effect,
            }
            for each in merged.conflicts
        ],
        "total": {"before": merged.before, "after": merged.after},
    }


def _yen(effect: int | None) -> str:
    return NONE if effect is None else format_change(effect)


def _plain(conflict: Conflict, value: object) -> object:
    """A value as JSON has it: whole numbers as they are, fractions as text."""
    field = ALL_FIELDS.get(conflict.field)
    if value is None or isinstance(value, str):
        return value
    return int(value) if field is not None and field.is_whole else str(value)  # type: ignore[call-overload]


def _table(merged: Merge, texts: Texts) -> str:
    """A row a part; below it the conflicts with both sides, what else is to be known, and the totals."""
    _ = texts._
    rows = [
        [
            each.label,
            str(each.changes),
            _yen(each.effect),
            str(each.conflicts),
        ]
        for each in merged.results
    ]
    said = [columns([_("Part"), _("New changes"), _("Effect (yen)"), _("Conflicts")], rows)]
    said += [conflict_text(merged.document, each, texts) for each in merged.conflicts]
    said += [each.render(texts.translate) for each in merged.told]
    before, after = (NONE if each is None else format_amount(each) for each in (merged.before, merged.after))
    if merged.open:
        said.append(
            _("Nothing is written. Conflicts to be decided (--conflicts ours or theirs): {count}.").format(
                count=len(merged.open)
            )
        )
    else:
        said.append(_("Total {before} → {after} yen").format(before=before, after=after))
    return "\n".join(said)
