"""`baton content`: what L&D people write."""

import click

from baton.settings import read_settings
from learning.catalogue import read_catalogue


@click.group()
def content() -> None:
    """Look after the modules."""


@content.command()
def check() -> None:
    """Read every module; name file and line of the first thing that is wrong."""
    catalogue = read_catalogue(read_settings().content)
    for number, slug in enumerate(catalogue.programme, start=1):
        languages = sorted(code for known, code in catalogue.modules if known == slug)
        title = catalogue.module(slug).title
        click.echo(f"{number:3}  {title:40}  {' '.join(languages)}")
    click.echo(f"{len(catalogue.programme)} modules, no errors.")
