"""The catalogue: every module and arc, in every language, in the programme's order."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from learning.content import Arc, Language, Module, ProgrammeOrder
from learning.content_file import ContentFile
from learning.errors import ContentError, NotFound
from learning.listing import FALLBACK, id_problems, listing_problems
from learning.placeholder import unwritten

SCENES = {
    "Scene: office": "office",
    "Scene: frontline": "frontline",
    "Scene: remote": "remote",
}
"""The headings of the scenes, and where each takes place."""
PROSE = {
    "Tool": "tool_text",
    "Good example": "good_example",
    "Poor example": "poor_example",
    "Shift board": "shift_board",
    "Chaos week": "chaos_week",
}
"""The other headings, and the fields of a module that they fill."""
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

    def arc(self, slug: str, language: str = FALLBACK) -> Arc:
        """Return an arc in that language, or in English where it is not written yet."""
        return self.arcs.get((slug, language)) or self.arcs[slug, FALLBACK]

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
    modules = {
        (path.stem, language): read_module(path, language)
        for path, language in module_files(folder)
    }
    arcs = {(path.stem, language): read_arc(path, language) for path, language in arc_files(folder)}
    for problem in listing_problems(folder, programme, order, modules.keys(), arcs.keys()):
        raise problem
    for problem in id_problems(folder, modules):
        raise problem
    return Catalogue(order, modules, arcs)


def read_module(path: Path, language: Language) -> Module:
    """Read one module file, written to its end; the file's name is the module's slug."""
    file = ContentFile(path)
    for problem in unwritten(file):
        raise problem
    return build_module(file, language)


def build_module(file: ContentFile, language: Language) -> Module:
    """Make a module of its file.

    Raises ContentError for the first thing that is wrong.
    """
    prose = file.sections({**SCENES, **PROSE})
    scenes = {setting: prose.pop(setting) for setting in SCENES.values()}
    return file.build(Module, slug=file.path.stem, language=language, scenes=scenes, **prose)


def module_problems(file: ContentFile, language: Language) -> Iterator[ContentError]:
    """Yield all that keeps a file from being a module."""
    yield from unwritten(file)
    yield from file.section_problems({**SCENES, **PROSE})
    prose = dict.fromkeys(PROSE.values(), "")
    yield from file.problems(Module, slug=file.path.stem, language=language, scenes={}, **prose)


def read_arc(path: Path, language: Language) -> Arc:
    """Read one arc file, written to its end; the file's name is the arc's slug."""
    file = ContentFile(path)
    for problem in unwritten(file):
        raise problem
    return build_arc(file, language)


def build_arc(file: ContentFile, language: Language) -> Arc:
    """Make an arc of its file.

    Raises ContentError for the first thing that is wrong.
    """
    return file.build(Arc, slug=file.path.stem, language=language, introduction=file.body_html())


def arc_problems(file: ContentFile, language: Language) -> Iterator[ContentError]:
    """Yield all that keeps a file from being an arc."""
    yield from unwritten(file)
    introduction = ""
    try:
        introduction = file.body_html()
    except ContentError as problem:
        yield problem
    yield from file.problems(Arc, slug=file.path.stem, language=language, introduction=introduction)


def module_files(folder: Path) -> list[tuple[Path, Language]]:
    """Return every module file with its language."""
    return _files(folder, "*.md")


def arc_files(folder: Path) -> list[tuple[Path, Language]]:
    """Return every arc file with its language."""
    return _files(folder, "arcs/*.md")


def _files(folder: Path, pattern: str) -> list[tuple[Path, Language]]:
    return [
        (path, language)
        for language in written_languages(folder)
        for path in sorted((folder / language).glob(pattern))
    ]


def written_languages(folder: Path) -> list[Language]:
    """Return the languages there are: each has a folder named by its code."""
    return sorted(path.name for path in folder.iterdir() if _CODE.match(path.name))
