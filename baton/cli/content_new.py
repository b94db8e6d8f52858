"""`baton content new`: a skeleton that names what to write where."""

import re
from pathlib import Path

import click

from baton.settings import read_settings
from learning.content import Language, ProgrammeOrder
from learning.content_file import ContentFile
from learning.errors import ContentError
from learning.listing import FALLBACK
from learning.skeleton import arc_skeleton, module_skeleton

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@click.command()
@click.argument("slug")
@click.option("--arc", help="The arc that a new module belongs to; made if it is new.")
@click.option("--language", default=FALLBACK, show_default=True, help="Such as en or sv.")
def new(slug: str, arc: str | None, language: Language) -> None:
    """Lay out a new module, or a further language of one.

    SLUG is the module's name inside Baton and its file's name: small letters and hyphens, such
    as ask-early. Each text to be written says what belongs there, and `baton content check`
    names the lines that are left.
    """
    folder = read_settings().content
    for name in filter(None, (slug, arc)):
        if not _SLUG.fullmatch(name):
            raise click.UsageError(f"`{name}`: use small letters, digits and single hyphens.")
    if not _LANGUAGE.fullmatch(language):
        raise click.UsageError(f"`{language}`: write a language's code, such as en or sv.")
    path = folder / language / f"{slug}.md"
    if path.exists():
        raise click.ClickException(f"{path} is there already; it was not touched.")
    if language != FALLBACK and not (folder / FALLBACK / f"{slug}.md").is_file():
        raise click.ClickException(f"Write {slug} in `{FALLBACK}` first; its ids come from there.")
    listed = _arc_of(folder, slug)
    if listed is None and arc is None:
        raise click.UsageError("Name the arc that the module belongs to, with --arc.")
    text = module_skeleton(folder, slug, language)
    _write(path, text)
    if listed is None and arc is not None:
        _list(folder, slug, arc)
    _add_arc(folder, listed or arc or "", language)
    click.echo("Fill in each [write: …]. Then run `baton content check`, and look at it with")
    click.echo(f"`baton content preview {slug} --language {language}`.")


def _arc_of(folder: Path, slug: str) -> str | None:
    order = ContentFile(folder / "programme.yaml").build(ProgrammeOrder)
    return next((arc.slug for arc in order.arcs if slug in arc.modules), None)


def _add_arc(folder: Path, arc: str, language: Language) -> None:
    path = folder / language / "arcs" / f"{arc}.md"
    if not path.exists():
        _write(path, arc_skeleton())


def _list(folder: Path, slug: str, arc: str) -> None:
    """Add a module at the end of its arc, or of a new one; the rest of the file stays."""
    path = folder / "programme.yaml"
    programme = ContentFile(path)
    order = programme.build(ProgrammeOrder)
    lines = programme.text.rstrip("\n").splitlines()
    place = next((n for n, known in enumerate(order.arcs) if known.slug == arc), None)
    if place is None:
        lines += [f"  - slug: {arc}", "    modules:", f"      - {slug}"]
    else:
        last = len(order.arcs[place].modules) - 1
        line = programme.line_of(("arcs", place, "modules", last))
        lines.insert(line, f"      - {slug}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    try:
        is_listed = _arc_of(folder, slug) == arc
    except ContentError:
        is_listed = False
    if is_listed:
        click.echo(f"Added {slug} to {path}")
    else:  # written in another way than we know, such as all modules on one line
        path.write_text(programme.text, "utf-8")
        click.echo(f"Now add {slug} to the arc {arc} in {path}")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    click.echo(f"Wrote {path}")
