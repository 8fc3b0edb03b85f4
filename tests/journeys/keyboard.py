"""What somebody meets who has a keyboard and a screen reader, as the browser tells it."""

from dataclasses import dataclass

# Whatever has the focus: what it is, what it is called, and how it stands out now.
FOCUSED = """() => {
  const it = document.activeElement
  if (!it || it === document.body) return null
  const looks = (one) => {
    const style = getComputedStyle(one)
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor].join()
  }
  const box = it.getBoundingClientRect(), id = it.id
  const tag = it.tagName.toLowerCase(), type = it.type || ""
  const seen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
  const focused = looks(it)
  // Radios and checkboxes are drawn by their labels.
  const label = it.labels && it.labels.length ? it.labels[0] : null
  const drawn = label ? getComputedStyle(label, "::before").boxShadow : ""
  it.blur()
  const other = looks(it)
  const before = label ? getComputedStyle(label, "::before").boxShadow : ""
  it.focus()
  return {
    tag, type, id, text: (it.innerText || "").trim().slice(0, 60), seen,
    standsOut: focused !== other || drawn !== before,
  }
}"""
OUTLINE = (
    "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => [+h.tagName[1], h.innerText])"
)
MOST = 400


@dataclass(frozen=True, slots=True)
class Stop:
    """Where one press of Tab leads."""

    tag: str
    type: str
    id: str
    text: str
    seen: bool
    stands_out: bool


def stops_of(page):
    """Every stop from the top of a page to its end, in order."""
    stops = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUSED)
        if found is None:
            return stops
        stops.append(Stop(stands_out=found.pop("standsOut"), **found))
    raise AssertionError(f"{page.url} does not let go of the keyboard")


def outline_of(page):
    """The headings a screen reader lists: their levels and words."""
    return [(level, words) for level, words in page.evaluate(OUTLINE)]


def tree_of(page):
    """The accessibility tree, as the browser hands it to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored") and "role" in node
    ]
