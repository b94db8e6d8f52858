"""Laying out a new module, or a further language of one, in a folder of content."""

from collections.abc import Iterator
from pathlib import Path

from learning.content import Language, ProgrammeOrder
from learning.content_file import ContentFile
from learning.errors import ContentError, Incomplete
from learning.listing import FALLBACK
from learning.skeleton import arc_skeleton, module_skeleton


def lay_out(folder: Path, slug: str, arc: str | None, language: Language) -> Iterator[str]:
    """Write the skeletons that are missing; yield a sentence for each thing done.

    Nothing that is there is changed but `programme.yaml`, which lists the module.

    Raises Incomplete if something is to be named or written first, and ContentError if a file
    that this builds on cannot be used.
    """
    path = folder / language / f"{slug}.md"
    if path.exists():
        raise Incomplete(f"{path} is there already; it was not touched.")
    if language != FALLBACK and not (folder / FALLBACK / f"{slug}.md").is_file():
        raise Incomplete(f"Write {slug} in `{FALLBACK}` first; its ids come from there.")
    listed = _arc_of(folder, slug)
    belongs = listed or arc
    if belongs is None:
        raise Incomplete("Name the arc that the module belongs to, with --arc.")
    yield _write(path, module_skeleton(folder, slug, language))
    if listed is None:
        yield _list(folder, slug, belongs)
    arc_path = folder / language / "arcs" / f"{belongs}.md"
    if not arc_path.exists():
        yield _write(arc_path, arc_skeleton())


def _arc_of(folder: Path, slug: str) -> str | None:
    order = ContentFile(folder / "programme.yaml").build(ProgrammeOrder)
    return next((arc.slug for arc in order.arcs if slug in arc.modules), None)


def _list(folder: Path, slug: str, arc: str) -> str:
    """Add a module at the end of its arc, or of a new one; the rest of the file stays."""
    path = folder / "programme.yaml"
    programme = ContentFile(path)
    path.write_text(_with_module(programme, slug, arc), "utf-8")
    try:
        is_listed = _arc_of(folder, slug) == arc
    except ContentError:
        is_listed = False
    if is_listed:
        return f"Added {slug} to {path}"
    # It is written in another way than we know, such as all modules on one line.
    path.write_text(programme.text, "utf-8")
    return f"Now add {slug} to the arc {arc} in {path}"


def _with_module(programme: ContentFile, slug: str, arc: str) -> str:
    order = programme.build(ProgrammeOrder)
    lines = programme.text.rstrip("\n").splitlines()
    place = next((n for n, known in enumerate(order.arcs) if known.slug == arc), None)
    if place is None:
        lines += [f"  - slug: {arc}", "    modules:", f"      - {slug}"]
    else:
        last = ("arcs", place, "modules", len(order.arcs[place].modules) - 1)
        lines.insert(programme.line_of(last), f"      - {slug}")
    return "\n".join(lines) + "\n"


def _write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return f"Wrote {path}"
