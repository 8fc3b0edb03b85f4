"""Text that a PDF has and its pages do not show: under dark boxes, under pictures, or unseen.

A drawing is followed in its order: what is drawn later covers what was drawn before. It is a rough
look, which measures no letter: it may miss text, and may suspect what is plain to see.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pypdf

Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1, 0, 0, 1, 0, 0)
DARK = 0.35  # and less light than this, a letter under it cannot be read
SMALLEST = (6.0, 3.0)  # points: what is smaller is a line
INVISIBLE = 3  # the mode of writing that draws nothing
LETTER = 0.5  # of its height is how wide a letter is taken to be
DEEPEST = 8
LIGATURE = 3  # letters that one sign may stand for, which it rightly says of itself


class Hiding(StrEnum):
    """How text is hidden."""

    COVERED = "text-under-box"
    UNDER_PICTURE = "text-under-picture"
    INVISIBLE = "invisible-text"
    SAID_INSTEAD = "text-said-instead"


@dataclass(frozen=True, slots=True)
class _Box:
    """A part of the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(slots=True)
class _Drawing:
    """How far a page is drawn: the pen, where it stands, and what was written so far."""

    resources: Any
    matrix: Matrix = PLAIN
    light: float = 0.0
    mode: int = 0
    size: float = 1.0
    leading: float = 0.0
    text: Matrix = PLAIN
    line: Matrix = PLAIN
    path: list[_Box] = field(default_factory=list)
    saved: list[tuple[Matrix, float, int, float]] = field(default_factory=list)
    written: list[tuple[float, float]] = field(default_factory=list)
    found: set[Hiding] = field(default_factory=set)


def hidden_on(page: "pypdf.PageObject") -> set[Hiding]:
    """How text is hidden on a page, if any seems to be."""
    drawing = _Drawing(page.get("/Resources", pypdf.generic.DictionaryObject()).get_object())
    content = page.get_contents()
    if content is not None:
        _draw(drawing, content.operations, depth=0)
    return drawing.found


def _draw(drawing: _Drawing, operations: Sequence[tuple[Any, bytes]], *, depth: int) -> None:
    for operands, operator in operations:
        if operator in _VERBS:
            _VERBS[operator](drawing, operands)
        elif operator == b"Do":
            _place(drawing, operands, depth=depth)
        elif operator == b"INLINE IMAGE":
            _cover(drawing, _box(drawing.matrix, 0, 0, 1, 1), Hiding.UNDER_PICTURE)


def _place(drawing: _Drawing, operands: Any, *, depth: int) -> None:
    """Draw a picture, or a drawing within the drawing."""
    named = drawing.resources.get("/XObject", pypdf.generic.DictionaryObject()).get_object()
    thing = named.get(operands[0], pypdf.generic.DictionaryObject()).get_object()
    if thing.get("/Subtype") == "/Image":
        _cover(drawing, _box(drawing.matrix, 0, 0, 1, 1), Hiding.UNDER_PICTURE)
    elif thing.get("/Subtype") == "/Form" and depth < DEEPEST:
        outer, matrix = drawing.resources, drawing.matrix
        own = tuple(float(n) for n in thing.get("/Matrix", PLAIN))
        drawing.matrix = _times(own, matrix)  # type: ignore[arg-type]  # six numbers, as the format has it
        drawing.resources = thing.get("/Resources", outer).get_object()
        _draw(drawing, pypdf.generic.ContentStream(thing, None).operations, depth=depth + 1)
        drawing.resources, drawing.matrix = outer, matrix


def _cover(drawing: _Drawing, box: _Box, hiding: Hiding) -> None:
    if any(box.holds(x, y) for x, y in drawing.written):
        drawing.found.add(hiding)


def _fill(drawing: _Drawing, _operands: Any) -> None:
    if drawing.light <= DARK:
        for box in drawing.path:
            wide, high = box.right - box.left, box.top - box.bottom
            if wide >= SMALLEST[0] and high >= SMALLEST[1]:
                _cover(drawing, box, Hiding.COVERED)
    drawing.path.clear()


def _rectangle(drawing: _Drawing, operands: Any) -> None:
    x, y, wide, high = (float(n) for n in operands[:4])
    drawing.path.append(_box(drawing.matrix, x, y, x + wide, y + high))


def _move(drawing: _Drawing, operands: Any) -> None:
    x, y = (float(n) for n in operands[:2])
    drawing.path.append(_box(drawing.matrix, x, y, x, y))


def _line_to(drawing: _Drawing, operands: Any) -> None:
    """A shape drawn by lines is taken for the box around it."""
    if drawing.path:
        x, y = (float(n) for n in operands[:2])
        point, box = _box(drawing.matrix, x, y, x, y), drawing.path.pop()
        drawing.path.append(
            _Box(
                min(box.left, point.left),
                min(box.bottom, point.bottom),
                max(box.right, point.right),
                max(box.top, point.top),
            )
        )


def _curve_to(drawing: _Drawing, operands: Any) -> None:
    """A curve is taken for the line to where it ends."""
    _line_to(drawing, operands[-2:])


def _save(drawing: _Drawing, _operands: Any) -> None:
    drawing.saved.append((drawing.matrix, drawing.light, drawing.mode, drawing.size))


def _restore(drawing: _Drawing, _operands: Any) -> None:
    if drawing.saved:
        drawing.matrix, drawing.light, drawing.mode, drawing.size = drawing.saved.pop()


def _transform(drawing: _Drawing, operands: Any) -> None:
    drawing.matrix = _times(_matrix(operands), drawing.matrix)


def _colour(drawing: _Drawing, operands: Any) -> None:
    """How light the pen is: of grey, of red, green and blue, or of four inks."""
    inks = [float(n) for n in operands if isinstance(n, int | float)]
    if len(inks) == 4:  # noqa: PLR2004 - cyan, magenta, yellow and black
        drawing.light = (1 - min(1.0, sum(inks[:3]) / 3)) * (1 - inks[3])
    elif inks:
        drawing.light = sum(inks) / len(inks)


def _begin_text(drawing: _Drawing, _operands: Any) -> None:
    drawing.text = drawing.line = PLAIN


def _font(drawing: _Drawing, operands: Any) -> None:
    drawing.size = float(operands[1])


def _mode(drawing: _Drawing, operands: Any) -> None:
    drawing.mode = int(operands[0])


def _leading(drawing: _Drawing, operands: Any) -> None:
    drawing.leading = float(operands[0])


def _text_matrix(drawing: _Drawing, operands: Any) -> None:
    drawing.text = drawing.line = _matrix(operands)


def _next_line(drawing: _Drawing, operands: Any) -> None:
    x, y = (float(n) for n in operands[:2])
    drawing.text = drawing.line = _times((1, 0, 0, 1, x, y), drawing.line)


def _next_line_leading(drawing: _Drawing, operands: Any) -> None:
    drawing.leading = -float(operands[1])
    _next_line(drawing, operands)


def _line_down(drawing: _Drawing, _operands: Any) -> None:
    _next_line(drawing, [0, -drawing.leading])


def _write(drawing: _Drawing, operands: Any) -> None:
    """Note where the letters stand, roughly, and whether they can be seen at all."""
    letters = _letters(operands[-1])
    if not letters:
        return
    if drawing.mode == INVISIBLE:
        drawing.found.add(Hiding.INVISIBLE)
    place = _times(drawing.text, drawing.matrix)
    wide = letters * LETTER * drawing.size
    for step in range(min(letters, 40)):
        along = wide * step / min(letters, 40)
        drawing.written.append(_point(place, along, drawing.size * LETTER / 2))
    drawing.text = _times((1, 0, 0, 1, wide, 0), drawing.text)


def _write_below(drawing: _Drawing, operands: Any) -> None:
    _line_down(drawing, operands)
    _write(drawing, operands)


def _mark(drawing: _Drawing, operands: Any) -> None:
    """Note words that stand beside what is drawn, which a reader copies or reads out instead."""
    named = drawing.resources.get("/Properties", pypdf.generic.DictionaryObject()).get_object()
    said: Any = operands[-1]
    if not isinstance(said, pypdf.generic.DictionaryObject):
        said = named.get(said, pypdf.generic.DictionaryObject()).get_object()
    words = [str(said.get(key, "")) for key in ("/ActualText", "/Alt", "/E")]
    if any(len(one.strip()) > LIGATURE for one in words):
        drawing.found.add(Hiding.SAID_INSTEAD)


def _letters(said: Any) -> int:
    if isinstance(said, list):
        return sum(_letters(piece) for piece in said)
    return len(said) if isinstance(said, str | bytes) and str(said).strip() else 0


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(n) for n in operands[:6])
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    return (
        one[0] * other[0] + one[1] * other[2],
        one[0] * other[1] + one[1] * other[3],
        one[2] * other[0] + one[3] * other[2],
        one[2] * other[1] + one[3] * other[3],
        one[4] * other[0] + one[5] * other[2] + other[4],
        one[4] * other[1] + one[5] * other[3] + other[5],
    )


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return (
        matrix[0] * x + matrix[2] * y + matrix[4],
        matrix[1] * x + matrix[3] * y + matrix[5],
    )


def _box(matrix: Matrix, left: float, bottom: float, right: float, top: float) -> _Box:
    corners = [_point(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return _Box(min(across), min(up), max(across), max(up))


def _forget_path(drawing: _Drawing, _operands: Any) -> None:
    drawing.path.clear()


_VERBS: dict[bytes, Callable[[_Drawing, Any], None]] = {
    b"q": _save,
    b"Q": _restore,
    b"cm": _transform,
    **dict.fromkeys((b"g", b"rg", b"k", b"sc", b"scn"), _colour),
    b"re": _rectangle,
    b"m": _move,
    b"l": _line_to,
    **dict.fromkeys((b"c", b"v", b"y"), _curve_to),
    **dict.fromkeys((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), _fill),
    **dict.fromkeys((b"S", b"s", b"n"), _forget_path),
    **dict.fromkeys((b"BDC", b"DP"), _mark),
    b"BT": _begin_text,
    b"Tf": _font,
    b"Tr": _mode,
    b"TL": _leading,
    b"Tm": _text_matrix,
    b"Td": _next_line,
    b"TD": _next_line_leading,
    b"T*": _line_down,
    **dict.fromkeys((b"Tj", b"TJ"), _write),
    **dict.fromkeys((b"'", b'"'), _write_below),
}
