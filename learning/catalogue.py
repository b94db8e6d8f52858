"""The catalogue: every module and arc, in every language, in the programme's order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from learning.content import Arc, Language, Module, ProgrammeOrder
from learning.content_file import ContentFile
from learning.errors import ContentError, NotFound

_SCENES = {
    "Scene: office": "office",
    "Scene: frontline": "frontline",
    "Scene: remote": "remote",
}
_PROSE = {
    "Tool": "tool_text",
    "Good example": "good_example",
    "Poor example": "poor_example",
    "Shift board": "shift_board",
    "Chaos week": "chaos_week",
}
FALLBACK: Language = "en"
_CODE = re.compile(r"[a-z]{2,3}$")


@dataclass(frozen=True)
class Catalogue:
    """All content, read once at start-up."""

    order: ProgrammeOrder
    modules: Mapping[tuple[str, str], Module]
    arcs: Mapping[tuple[str, str], Arc]

    @property
    def programme(self) -> tuple[str, ...]:
        """The slugs of all modules, first week first."""
        return tuple(slug for arc in self.order.arcs for slug in arc.modules)

    def module(self, slug: str, language: str = FALLBACK) -> Module:
        """Return a module in that language, or in English where it is not written yet.

        Raises NotFound for an unknown slug.
        """
        found = self.modules.get((slug, language)) or self.modules.get((slug, FALLBACK))
        if found is None:
            raise NotFound("There is no such module.")
        return found

    def number(self, slug: str) -> int:
        """Return a module's 1-based place in the programme."""
        return self.programme.index(slug) + 1

    def arc_of(self, slug: str) -> str:
        """Return the slug of the arc that a module belongs to."""
        return next(arc.slug for arc in self.order.arcs if slug in arc.modules)


def read_catalogue(folder: Path) -> Catalogue:
    """Read everything under `folder`.

    Raises ContentError, naming file and line, for the first thing that is wrong.
    """
    programme = ContentFile(folder / "programme.yaml")
    order = programme.build(ProgrammeOrder)
    languages = _languages(folder)
    modules: dict[tuple[str, str], Module] = {
        (module.slug, language): module
        for language in languages
        for path in sorted((folder / language).glob("*.md"))
        for module in [read_module(path, language)]
    }
    arcs: dict[tuple[str, str], Arc] = {
        (path.stem, language): read_arc(path, language)
        for language in languages
        for path in sorted((folder / language / "arcs").glob("*.md"))
    }
    _check_order(programme, order, modules, arcs)
    _check_files(folder, order, modules, arcs)
    _check_ids(folder, modules)
    return Catalogue(order, modules, arcs)


def read_module(path: Path, language: Language) -> Module:
    """Read one module file; the file's name is the module's slug."""
    file = ContentFile(path)
    prose = file.sections({**_SCENES, **_PROSE})
    scenes = {setting: prose.pop(setting) for setting in _SCENES.values()}
    return file.build(Module, slug=path.stem, language=language, scenes=scenes, **prose)


def read_arc(path: Path, language: Language) -> Arc:
    """Read one arc file; the file's name is the arc's slug."""
    file = ContentFile(path)
    return file.build(Arc, slug=path.stem, language=language, introduction=file.body_html())


def _languages(folder: Path) -> list[Language]:
    """Return the languages there are: each has a folder named by its code."""
    return sorted(path.name for path in folder.iterdir() if _CODE.match(path.name))


def _check_order(
    programme: ContentFile,
    order: ProgrammeOrder,
    modules: Mapping[tuple[str, str], Module],
    arcs: Mapping[tuple[str, str], Arc],
) -> None:
    """See that all that is listed is there, and is listed once."""
    seen: set[str] = set()
    for place, arc in enumerate(order.arcs):
        line = programme.line_of(("arcs", place, "slug"))
        if (arc.slug, FALLBACK) not in arcs:
            raise programme.error(line, f"write the arc's file {FALLBACK}/arcs/{arc.slug}.md")
        if arc.slug in [earlier.slug for earlier in order.arcs[:place]]:
            raise programme.error(line, f"the arc `{arc.slug}` stands twice; keep one")
        for number, slug in enumerate(arc.modules):
            line = programme.line_of(("arcs", place, "modules", number))
            if (slug, FALLBACK) not in modules:
                raise programme.error(line, f"`{slug}` has no file {FALLBACK}/{slug}.md; write it")
            if slug in seen:
                raise programme.error(line, f"`{slug}` stands twice; keep one")
            seen.add(slug)


def _check_files(
    folder: Path,
    order: ProgrammeOrder,
    modules: Iterable[tuple[str, str]],
    arcs: Iterable[tuple[str, str]],
) -> None:
    """See that every file is listed."""
    listed = {slug for arc in order.arcs for slug in arc.modules}
    for slug, language in modules:
        if slug not in listed:
            path = folder / language / f"{slug}.md"
            raise ContentError(path, 1, f"add `{slug}` to an arc in programme.yaml")
    for slug, language in arcs:
        if slug not in {arc.slug for arc in order.arcs}:
            path = folder / language / "arcs" / f"{slug}.md"
            raise ContentError(path, 1, f"add the arc `{slug}` to programme.yaml")


def _check_ids(folder: Path, modules: Mapping[tuple[str, str], Module]) -> None:
    """See that a module has the same ids in every language."""
    for (slug, language), module in modules.items():
        wanted = modules[slug, FALLBACK].ids
        for key, ids in module.ids.items():
            missing = sorted(wanted[key] - ids)
            if ids != wanted[key]:
                what = f"`{key}` needs the same ids as in {FALLBACK}/{slug}.md"
                file = ContentFile(folder / language / f"{slug}.md")
                raise file.error(file.line_of((key,)), f"{what}: {', '.join(missing)}")
