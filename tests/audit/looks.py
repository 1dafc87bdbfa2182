"""What is looked at on a page that stands in the browser. Each gives a list of findings, empty where all is well."""

from axe_playwright_python.sync_playwright import Axe

WIDTHS = (320, 640, 1280)  # a telephone; a desktop at 200 % of its size; a desktop
# Axe takes a second, so it does not see every combination; each direction, scheme and width it sees twice.
AXE_SEES = [("ltr", "light", 320), ("ltr", "dark", 1280), ("rtl", "dark", 320), ("rtl", "light", 1280)]


def overflow(tab):
    """How many pixels of the page lie beyond its edge."""
    return tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def faults(tab, but=()):
    """What axe finds, as (rule, the first element that breaks it). `but` names rules that do not count."""
    found = Axe().run(tab).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found if fault["id"] not in but]


def turn(tab, direction):
    """Turn the frame of the page, as templates/base.html does for a language that is written so."""
    tab.evaluate("direction => { document.documentElement.dir = direction; }", direction)


def wide(tab, widths=WIDTHS):
    """Where something runs over the edge, in both directions."""
    found = []
    for direction in ("ltr", "rtl"):
        turn(tab, direction)
        for width in widths:
            tab.set_viewport_size({"width": width, "height": 900})
            if (pixels := overflow(tab)) > 0:
                found.append(f"{pixels} pixels over the edge at {width} pixels, {direction}")
    turn(tab, "ltr")
    return found


def wide_in_large_letters(tab):
    """The same where only the letters are twice as large."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.evaluate("document.documentElement.style.fontSize = '200%'")
    pixels = overflow(tab)
    tab.evaluate("document.documentElement.style.fontSize = ''")
    return [f"{pixels} pixels over the edge in letters of 200 %"] if pixels > 0 else []


def closed_to_some(tab, looks=AXE_SEES):
    """What axe finds in each of these looks: direction, scheme, width."""
    found = []
    for direction, scheme, width in looks:
        turn(tab, direction)
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size({"width": width, "height": 900})
        found += [f"axe, {direction} {scheme} {width}: {rule} at {where}" for rule, where in faults(tab)]
    turn(tab, "ltr")
    tab.emulate_media(color_scheme="light")
    return found


# (scheme, direction, width, whether axe looks): each width in daylight, the narrowest at night
VIEWS = [
    ("light", "ltr", 1280, True),
    ("light", "ltr", 768, False),
    ("light", "ltr", 320, False),
    ("dark", "ltr", 320, True),
]


def wrong_views(tab, views=VIEWS, but=()):
    """Look at the page that stands in the tab in each of these views, without loading it again.

    Gives {(scheme, direction, width): (pixels over the edge, what axe finds)} of those where something is wrong.
    """
    wrong = {}
    for scheme, direction, width, is_looked_at_by_axe in views:
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size({"width": width, "height": 900})
        turn(tab, direction)
        tab.evaluate("document.getAnimations().forEach(each => each.finish())")  # links fade into their colours
        found = faults(tab, but) if is_looked_at_by_axe else []
        if (pixels := overflow(tab)) > 0 or found:
            wrong[scheme, direction, width] = (pixels, found)
    turn(tab, "ltr")
    tab.emulate_media(color_scheme="light")
    return wrong


# By keyboard

LISTEN = """() => {
    const is_shown = each => each.checkVisibility({ visibilityProperty: true });
    const controls = [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(each =>
        !each.disabled && each.tabIndex >= 0 && each.type !== "hidden" && is_shown(each));
    const groups = new Set();
    window.toReach = controls.filter(each => {  // of radio buttons one is reached, and arrows lead on
        if (each.type !== "radio" || !groups.has(each.name)) { groups.add(each.name); return true; }
        return false;
    });
    window.reached = new Set();
    window.unseen = new Set();
    document.activeElement.blur();
    window.scrollTo(0, 0);
    document.addEventListener("focusin", ({ target }) => {
        window.reached.add(target.type === "radio" ? target.name : target);
        const style = getComputedStyle(target);
        if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) window.unseen.add(target);
    });
    return window.toReach.length;
}"""
TOLD = """() => {
    const name = each => each.outerHTML.slice(0, 120);
    const missed = window.toReach.filter(each => !window.reached.has(each.type === "radio" ? each.name : each));
    return [missed.map(name), [...window.unseen].map(name)];
}"""


def shut_to_keyboards(tab):
    """Controls that Tab does not reach, and those that do not show that they have the focus."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    for _press in range(tab.evaluate(LISTEN) + 3):
        tab.keyboard.press("Tab")
    missed, unseen = tab.evaluate(TOLD)
    return [f"not reached by Tab: {each}" for each in missed] + [f"focus not seen: {each}" for each in unseen]
