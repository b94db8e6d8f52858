"""The listing: what `programme.yaml` names is there, and what is there is named."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from learning.content import Language, Module, ProgrammeOrder
from learning.content_file import ContentFile
from learning.errors import ContentError

FALLBACK: Language = "en"
"""The language that is shown where another one is not written yet."""

Written = Collection[tuple[str, Language]]
"""The files there are, as slug and language."""


def listing_problems(
    folder: Path, programme: ContentFile, order: ProgrammeOrder, modules: Written, arcs: Written
) -> Iterator[ContentError]:
    """Yield what is listed and missing, listed twice, or written and not listed."""
    yield from _arc_problems(programme, order, arcs)
    yield from _module_problems(programme, order, modules)
    yield from _unlisted(folder, order, modules, arcs)


def missing_translations(
    folder: Path, order: ProgrammeOrder, modules: Written, arcs: Written
) -> Iterator[ContentError]:
    """Yield, for each language that is to be complete, what is listed and not written in it."""
    for language in order.languages:
        for arc in order.arcs:
            names = [(f"arcs/{arc.slug}", (arc.slug, language) in arcs)]
            names += [(slug, (slug, language) in modules) for slug in arc.modules]
            for name in (name for name, is_written in names if not is_written):
                path = folder / language / f"{name}.md"
                yield ContentError(path, 1, f"write this file; it stands in {FALLBACK}/ only")


def id_problems(
    folder: Path, modules: Mapping[tuple[str, Language], Module]
) -> Iterator[ContentError]:
    """Yield where a module's ids differ from the English ones; answers are kept by them."""
    for (slug, language), module in modules.items():
        english = modules.get((slug, FALLBACK))
        if english is None:
            continue
        for key, ids in module.ids.items():
            if ids == english.ids[key]:
                continue
            missing = ", ".join(sorted(english.ids[key] - ids))
            what = f"`{key}` needs the same ids as in {FALLBACK}/{slug}.md: {missing}"
            file = ContentFile(folder / language / f"{slug}.md")
            yield file.error(file.line_of((key,)), what)


def _arc_problems(
    programme: ContentFile, order: ProgrammeOrder, arcs: Written
) -> Iterator[ContentError]:
    for place, arc in enumerate(order.arcs):
        line = programme.line_of(("arcs", place, "slug"))
        if (arc.slug, FALLBACK) not in arcs:
            yield programme.error(line, f"write the arc's file {FALLBACK}/arcs/{arc.slug}.md")
        if arc.slug in [earlier.slug for earlier in order.arcs[:place]]:
            yield programme.error(line, f"the arc `{arc.slug}` stands twice; keep one")


def _module_problems(
    programme: ContentFile, order: ProgrammeOrder, modules: Written
) -> Iterator[ContentError]:
    seen: set[str] = set()
    for place, arc in enumerate(order.arcs):
        for number, slug in enumerate(arc.modules):
            line = programme.line_of(("arcs", place, "modules", number))
            if (slug, FALLBACK) not in modules:
                yield programme.error(line, f"`{slug}` has no file {FALLBACK}/{slug}.md; write it")
            if slug in seen:
                yield programme.error(line, f"`{slug}` stands twice; keep one")
            seen.add(slug)


def _unlisted(
    folder: Path, order: ProgrammeOrder, modules: Written, arcs: Written
) -> Iterator[ContentError]:
    listed = {slug for arc in order.arcs for slug in arc.modules}
    for slug, language in modules:
        if slug not in listed:
            path = folder / language / f"{slug}.md"
            yield ContentError(path, 1, f"add `{slug}` to an arc in programme.yaml")
    for slug, language in arcs:
        if slug not in {arc.slug for arc in order.arcs}:
            path = folder / language / "arcs" / f"{slug}.md"
            yield ContentError(path, 1, f"add the arc `{slug}` to programme.yaml")
