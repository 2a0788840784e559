"""Presets of what goes out that an officer keeps: beside those of the program, under names of their own."""

from __future__ import annotations

from collections.abc import Iterator

from planner.app.session.settings import Settings
from planner.core.errors import N_, UserError
from planner.files.submission.options import REQUIRED, SheetKind
from planner.files.submission.presets import PRESETS, Preset
from planner.words.texts import folded


def own_presets(settings: Settings) -> Iterator[Preset]:
    """Those that are kept, in the order they were; what does not make sense is left out."""
    for name, stored in settings.presets.items():
        if isinstance(stored, dict) and isinstance(sheets := stored.get("sheets"), list):
            known = {kind for kind in SheetKind if kind.value in sheets}
            yield Preset(f"own:{name}", name, name, REQUIRED | known, stored.get("examiner") is not False)


def keep_preset(settings: Settings, name: str, sheets: frozenset[SheetKind], *, examiner: bool) -> Preset:
    """Keep a choice under a name, in place of what was kept under it; raises `UserError` for a name that cannot be."""
    name = name.strip()
    if not name:
        raise UserError(N_("A preset needs a name."), N_("Say who gets it, for example."))
    if any(folded(name) in map(folded, (each.ja, each.en)) for each in PRESETS):
        raise UserError(N_('"{name}" comes with the program and stays as it is.'), N_("Use another name."), name=name)
    made = Preset(f"own:{name}", name, name, REQUIRED | sheets, examiner)
    settings.presets = {
        **settings.presets,
        name: {"sheets": sorted(kind.value for kind in made.sheets), "examiner": examiner},
    }
    return made


def forget_preset(settings: Settings, preset: Preset) -> None:
    """Keep it no longer."""
    settings.presets = {name: stored for name, stored in settings.presets.items() if name != preset.ja}
