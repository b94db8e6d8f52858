"""What keeps somebody from using a page: barriers that axe finds, and what is too wide or small."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}
SMALL = (
    "a:not(p a, .progress a, .skip), button, summary, textarea, "
    "input:not([type=radio], [type=checkbox])"
)


def problems(screen: Any) -> list[str]:
    """Return what is wrong with what is on the screen, each as a line."""
    if not screen.evaluate("'axe' in window"):
        screen.evaluate(AXE.read_text("utf-8"))
    # Of what is well axe would write down where each piece stands, which takes most of its time.
    run = "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })"
    found = screen.evaluate(run, RULES)
    lines = [f"{one['id']}: {one['nodes'][0]['target']}" for one in found["violations"]]
    lines += too_wide(screen)
    small = """selector => [...document.querySelectorAll(selector)]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
        .map((one) => one.outerHTML.slice(0, 80))"""
    return lines + [f"under 44 px: {one}" for one in screen.evaluate(small, SMALL)]


def too_wide(screen: Any) -> list[str]:
    """Return a line if the page is wider than its window."""
    wide = screen.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{wide} px wider than the window"] if wide > 0 else []
