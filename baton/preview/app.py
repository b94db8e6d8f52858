"""The preview's pages: read the files anew for each request, and show them or what is wrong."""

import hashlib
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from baton.preview.screens import TEMPLATES, after, context
from baton.preview.stand_in import StandIn
from learning.catalogue import build_arc, build_module, module_files
from learning.content import Arc, Language, Module, ProgrammeOrder
from learning.content_check import findings_in
from learning.content_file import ContentFile
from learning.errors import ContentError
from web.assets import asset, built, check_built
from web.headers import install_headers
from web.language import install_language, speak
from web.pieces import install_pieces
from web.plan_sentence import install_plan_sentence


def create_preview(folder: Path) -> Flask:
    """Return the WSGI application that shows the content in `folder`. It keeps nothing."""
    check_built()
    app = Flask("web", static_folder=None)
    # Another site's page may reach a loopback address under a name of its own.
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.jinja_env.globals.update(asset=asset)
    install_plan_sentence(app)
    install_language(app)
    install_pieces(app)
    install_headers(app)
    app.register_blueprint(built)
    app.register_error_handler(ContentError, lambda problem: _broken(folder, problem))

    @app.template_global()
    def progress(visit: StandIn) -> Markup:
        line = render_template("progress.html", parts=visit.parts, title=visit.module.title)
        return Markup(line)  # noqa: S704 (a template of ours)

    @app.get("/")
    def show_all() -> str:
        return _show_all(folder)

    @app.get("/version")
    def show_version() -> Response:
        return Response(version(folder), mimetype="text/plain")

    @app.route("/<language>/<slug>/<screen>", methods=["GET", "POST"])
    def show_screen(language: str, slug: str, screen: str) -> ResponseReturnValue:
        return _show_screen(folder, language, slug, screen)

    return app


def version(folder: Path) -> str:
    """Return a text that changes when a file is saved, added or removed."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".yaml"))
    stamps = [f"{path}:{path.stat().st_mtime_ns}" for path in files if path.is_file()]
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:16]


def _show_all(folder: Path) -> str:
    files = module_files(folder)
    slugs = sorted({path.stem for path, _ in files})
    written = {slug: [code for path, code in files if path.stem == slug] for slug in slugs}
    return render_template("preview/all.html", written=written, version=version(folder))


def _show_screen(folder: Path, language: str, slug: str, screen: str) -> ResponseReturnValue:
    known = [path for path, code in module_files(folder) if (path.stem, code) == (slug, language)]
    if screen not in TEMPLATES or not known:
        abort(HTTPStatus.NOT_FOUND)
    speak(language)
    module = build_module(ContentFile(known[0]), language)
    visit = StandIn(module, screen, request.args)
    if request.method == "POST":
        return redirect(after(visit, request.form), HTTPStatus.SEE_OTHER)
    return render_template(
        TEMPLATES[screen],
        base="preview/layout.html",
        visit=visit,
        page=visit.page,
        arc=_arc(folder, module) if screen == "start" else None,
        findings=[(one.line, one.what) for one in findings_in(folder, known[0], language)],
        languages=[code for path, code in module_files(folder) if path.stem == slug],
        version=version(folder),
        **context(visit),
    )


def _arc(folder: Path, module: Module) -> Arc | None:
    order = ContentFile(folder / "programme.yaml").build(ProgrammeOrder)
    slug = next((arc.slug for arc in order.arcs if module.slug in arc.modules), None)
    path = folder / module.language / "arcs" / f"{slug}.md"
    return build_arc(ContentFile(path), module.language) if path.is_file() else None


def _broken(folder: Path, problem: ContentError) -> str:
    where = problem.file.relative_to(folder)
    return render_template(
        "preview/broken.html", problem=problem, where=where, version=version(folder)
    )


def address(port: int, slug: str | None, language: Language) -> str:
    """Return where to look first: at a module, or at the list of all."""
    return f"http://127.0.0.1:{port}/" + (f"{language}/{slug}/start" if slug else "")
