"""The check of all content: everything that is wrong in any file, and what was measured.

Start-up stops at the first thing that cannot be used. This goes through all files, and looks at
the texts as well.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from learning.address import wrong_address
from learning.banned_words import BannedWords, banned, read_banned_words
from learning.catalogue import (
    arc_files,
    arc_problems,
    build_module,
    module_files,
    module_problems,
)
from learning.content import Language, Module, ProgrammeOrder
from learning.content_file import ContentFile
from learning.errors import ContentError
from learning.finding import Finding, finding_of
from learning.giveaway import Sign, signs
from learning.lengths import too_long
from learning.listing import id_problems, listing_problems, missing_translations
from learning.marks import wrong_marks
from learning.passage import Passage, read_passages
from learning.placeholder import has_placeholder
from learning.plan_form import broken_plans
from learning.readability import too_hard
from learning.reading_time import out_of_time
from learning.rhythm import long_sentences
from learning.twin_scenes import twins


@dataclass(frozen=True)
class CheckedFile:
    """One module or arc that could be read, and its passages."""

    path: Path
    language: Language
    passages: tuple[Passage, ...]
    is_arc: bool

    @property
    def slug(self) -> str:
        """The name of the module or arc."""
        return self.path.stem


@dataclass
class Report:
    """What a check found."""

    findings: list[Finding] = field(default_factory=list)
    later: list[Finding] = field(default_factory=list)
    """What is to be mended before a language that is only begun counts as complete."""
    notes: list[str] = field(default_factory=list)
    files: list[CheckedFile] = field(default_factory=list)
    signs: list[Sign] = field(default_factory=list)
    order: ProgrammeOrder | None = None

    @property
    def modules(self) -> list[CheckedFile]:
        """The modules, in the programme's order, each in all its languages."""
        order = [slug for arc in self.order.arcs for slug in arc.modules] if self.order else []
        known = [file for file in self.files if not file.is_arc]
        return sorted(known, key=lambda one: (*_place(order, one.slug), one.slug, one.language))

    def count(self, path: Path) -> int:
        """Return how many findings a file has."""
        return sum(finding.file == path for finding in (*self.findings, *self.later))


def _place(order: Sequence[str], slug: str) -> tuple[int]:
    return (order.index(slug) if slug in order else len(order),)


def check_content(folder: Path) -> Report:
    """Check everything under `folder`."""
    check = _Check(folder)
    check.run()
    check.report.findings = sorted(set(check.report.findings))
    check.report.later = sorted(set(check.report.later))
    return check.report


def findings_in(folder: Path, path: Path, language: Language) -> list[Finding]:
    """Return what is wrong in one module's file, without looking at the others.

    Raises ContentError if it cannot be read, or the list of banned words cannot.
    """
    file = ContentFile(path)
    read = CheckedFile(path, language, tuple(read_passages(file, language)), is_arc=False)
    problems = [finding_of(problem) for problem in module_problems(file, language)]
    listed = read_banned_words(folder, language)
    return sorted({*problems, *_text_findings(read, listed)})


class _Check:
    """One run through a folder; what is found is added to the report."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.report = Report()
        self.modules: dict[tuple[str, Language], Module] = {}

    def run(self) -> None:
        self._read_all()
        self._check_listing()
        for language in sorted({file.language for file in self.report.files}):
            self._check_language(language)

    def _read_all(self) -> None:
        for path, language in module_files(self.folder):
            with_module = self._read(path, language, module_problems, is_arc=False)
            if with_module is not None:
                module = build_module(with_module, language)
                self.modules[module.slug, language] = module
        for path, language in arc_files(self.folder):
            self._read(path, language, arc_problems, is_arc=True)

    def _read(
        self,
        path: Path,
        language: Language,
        problems_of: Callable[[ContentFile, Language], Iterator[ContentError]],
        *,
        is_arc: bool,
    ) -> ContentFile | None:
        """Read a file's texts; return it if it also has the right form."""
        try:
            file = ContentFile(path)
        except ContentError as problem:
            self.report.findings.append(finding_of(problem))
            return None
        problems = [finding_of(problem) for problem in problems_of(file, language)]
        self.report.findings += problems
        passages = tuple(read_passages(file, language))
        self.report.files.append(CheckedFile(path, language, passages, is_arc))
        return None if problems else file

    def _check_listing(self) -> None:
        try:
            programme = ContentFile(self.folder / "programme.yaml")
            order = programme.build(ProgrammeOrder)
        except ContentError as problem:
            self.report.findings.append(finding_of(problem))
            return
        self.report.order = order
        modules = {(path.stem, language) for path, language in module_files(self.folder)}
        arcs = {(path.stem, language) for path, language in arc_files(self.folder)}
        problems = (
            *listing_problems(self.folder, programme, order, modules, arcs),
            *missing_translations(self.folder, order, modules, arcs),
            *id_problems(self.folder, self.modules),
        )
        self.report.findings += [finding_of(problem) for problem in problems]
        begun = {language for _slug, language in modules | arcs} - set(order.languages)
        for language in sorted(begun):
            written = sum(code == language for _slug, code in modules)
            total = sum(len(arc.modules) for arc in order.arcs)
            self.report.notes.append(
                f"`{language}` is begun: {written} of {total} modules. Add it to `languages` in "
                "programme.yaml when all are there."
            )

    def _check_language(self, language: Language) -> None:
        files = [file for file in self.report.files if file.language == language]
        complete = self.report.order.languages if self.report.order else (language,)
        found = self.report.findings if language in complete else self.report.later
        try:
            listed = read_banned_words(self.folder, language)
        except ContentError as problem:
            self.report.findings.append(finding_of(problem))
            listed = None
        for file in files:
            found += _text_findings(file, listed)
        found += twins([one for file in files for one in file.passages])
        modules = [one for (_, code), one in self.modules.items() if code == language]
        measured = list(signs(modules, language))
        self.report.signs += measured
        at = self.folder / "programme.yaml"
        found += [Finding(at, 1, one.advice) for one in measured if one.gives_away]


def _text_findings(file: CheckedFile, listed: BannedWords | None) -> Iterator[Finding]:
    passages = [one for one in file.passages if not has_placeholder(one.text)]
    if not passages:
        return
    yield from too_long(passages)
    yield from long_sentences(passages)
    yield from wrong_marks(passages, file.language)
    yield from wrong_address(passages, file.language)
    if listed is not None:
        yield from banned(passages, listed)
    if not file.is_arc:
        yield from broken_plans(passages, file.language)
    if not file.is_arc and len(passages) == len(file.passages):
        yield from out_of_time(passages, file.language)
        yield from too_hard(passages, file.language)
