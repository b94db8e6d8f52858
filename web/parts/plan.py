"""Part 6, the plan: one small if–then for the coming week."""

from werkzeug.datastructures import MultiDict

from learning.draft import erase_drafts, find_draft
from learning.loop import Part
from web.visit import Visit

TEMPLATE = "parts/plan.html"


def context(visit: Visit) -> dict[str, object]:
    """Return the plan that is made, unless its words are erased, and what was typed last."""
    draft = find_draft(visit.session, visit.journey.person.id, visit.slug)
    made = visit.loop.plan if visit.loop else None
    return {"plan": made if made and made.erased_at is None else None, "draft": draft}


def submit(visit: Visit, form: MultiDict[str, str]) -> Part | None:
    """Save the plan and show it once more; then go on."""
    loop = visit.open_loop()
    if form.get("done") and loop.plan is not None:
        return visit.next_part
    suggestion = next((plan for plan in visit.module.plans if plan.id == form.get("choice")), None)
    loop.make_plan(
        suggestion.id if suggestion else None,
        form.get("cue", ""),
        form.get("action", ""),
        form.get("with", ""),
        visit.now.learning,
        visit.page.language,
    )
    erase_drafts(visit.session, visit.journey.person.id, visit.slug)
    return Part.PLAN
