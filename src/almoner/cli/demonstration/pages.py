"""Plain PDFs of a few lines a page, made by hand: no library of ours writes any."""

from collections.abc import Sequence

WIDE, HIGH, MARGIN, SIZE, LEADING = 595, 842, 72, 11, 16
BOX = "-box-"  # what stands between two of these is blacked out, and is not written


def pdf_of(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF with a page for each list of lines."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    things = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        drawn = _drawn(lines)
        things.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {HIGH}]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        things.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}\nendstream")
    return _file(things)


def _drawn(lines: Sequence[str]) -> str:
    said = []
    for number, line in enumerate(lines):
        height = HIGH - MARGIN - number * LEADING
        before, _, after = line.partition(BOX)
        said.append(f"BT /F1 {SIZE} Tf {MARGIN} {height} Td ({_escaped(before)}) Tj ET")
        if after:
            left = MARGIN + len(before) * SIZE // 2
            said.append(f"0 g {left} {height - 3} 160 {SIZE + 2} re f")
    return "\n".join(said)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(things: Sequence[str]) -> bytes:
    written, places = b"%PDF-1.7\n", []
    for number, thing in enumerate(things, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{thing}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(things) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF\n"
    )
    return written + end.encode("ascii")
