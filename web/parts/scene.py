"""Part 3, the scene: an everyday moment, in an office, a frontline and a remote variant."""

from flask import request
from werkzeug.datastructures import MultiDict

from learning.loop import Part
from web.visit import Visit

TEMPLATE = "parts/scene.html"


def context(visit: Visit) -> dict[str, object]:
    """Return the scene that fits where this person works."""
    scenes = visit.module.scenes
    wanted = request.args.get("setting", "")
    setting = wanted if wanted in scenes else visit.journey.person.setting
    text = next((html for name, html in scenes.items() if name == setting), "")
    asked = f"?setting={wanted}" if wanted in scenes else ""
    return {"scene": text, "setting": setting, "path": f"{visit.path(Part.SCENE)}{asked}"}


def submit(visit: Visit, form: MultiDict[str, str]) -> Part | None:
    """Go on, and remember the variant."""
    if form.get("setting") in visit.module.scenes:
        visit.journey.person.setting = form["setting"]
    visit.open_loop().finish(Part.SCENE, visit.now.learning)
    return visit.next_part
