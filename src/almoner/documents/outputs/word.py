"""A document as a Word file: real headings, styles, lists and tables, the same bytes every time.

Written by hand, since nothing of what a library would bring is needed, and a file that is made
anew must not differ by the hour at which it was made.
"""

import json
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from almoner.documents.blocks import EMPTY
from almoner.documents.shapes import SectionKind
from almoner.documents.written import Part, Written, listed

from .word_body import FIRST_ORDERED, Body
from .word_charts import with_charts
from .word_xml import MAIN, OFFICE, PACKAGE, XML, said

PARTS = Path(__file__).parent / "word_parts"
SPACES = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}"'
LONGEST_MARK = 30
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
EPOCH = (1980, 1, 1, 0, 0, 0)
FROM_OURS = "AlmonerDocument"  # the property by which a file says which document it is
VERSIONS = "AlmonerVersions"


def as_word(written: Written) -> bytes:
    """Draw a document. One that is still written carries its guidance, and what it was made of."""
    body = Body(empty="" if written.is_draft else EMPTY)  # a draft comes back as it was
    inner = _title(body, written) + "".join(_part(body, part, written) for part in written.parts)
    inner += "".join(
        body.heading(annex.title, bookmark=annex.code) + body.drawn(annex.blocks)
        for annex in written.annexes
    )
    inner += attachments_in(body, written)
    parts = {**_fixed_parts(written), **_parts_about(body), "word/document.xml": _page(inner)}
    return packed(with_charts(parts, body.charts))


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Parts as an archive whose bytes depend on nothing else."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            about = ZipInfo(name, EPOCH)
            about.compress_type, about.external_attr = ZIP_DEFLATED, 0o600 << 16
            archive.writestr(about, parts[name])
    return file.getvalue()


def mark_of(code: str, number: int) -> str:
    """The bookmark of a section: letters, digits and underscores, at most 40 of them."""
    return f"s_{code.replace('-', '_')[:LONGEST_MARK]}_v{number}"


def _title(body: Body, written: Written) -> str:
    draft = body.words(_("Draft"), style="Subtitle") if written.is_draft else ""
    return (
        body.words(written.letterhead, style="Subtitle")
        + body.words(written.title, style="Title")
        + draft
        + "".join(body.words(f"{label}: {fact}", style="Cell") for label, fact in written.facts)
    )


def _part(body: Body, part: Part, written: Written) -> str:
    section = part.section
    heading = body.heading(part.title, bookmark=mark_of(section.code, part.number))
    inner = body.drawn(part.blocks)
    if not written.is_draft:
        return heading + (body.words(_("None.")) if part.is_bare else inner)
    guidance = [line for line in section.guidance.split("\n\n") if line.strip()]
    if section.kind == SectionKind.CHOICE:
        guidance.append(_("Write one of: %(choices)s.") % {"choices": "; ".join(section.choices)})
    told = "".join(body.words(" ".join(one.split()), style="Guidance") for one in guidance)
    return heading + told + (inner or "<w:p/>")


def attachments_in(body: Body, written: Written) -> str:
    """What goes with the document, at its end. What is still written may come back from Word, and
    they are no section of it: so they stand there as its guidance does.
    """
    if not written.attachments:
        return ""
    if not written.is_draft:
        heading = body.heading(_("Attachments"), bookmark="attachments")
        return heading + body.block(listed(written.attachments))
    return "".join(
        body.words(f"{_('Attached')}: {one.title}, {one.kind}, {one.digest}", style="Guidance")
        for one in written.attachments
    )


def _page(inner: str) -> str:
    return (
        f"{XML}<w:document {SPACES}><w:body>{inner}<w:sectPr>"
        '<w:headerReference w:type="default" r:id="header"/>'
        '<w:footerReference w:type="default" r:id="footer"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1360" w:right="1250" w:bottom="1250" w:left="1250" w:header="620"'
        ' w:footer="560" w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def _fixed_parts(written: Written) -> dict[str, str]:
    return {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _package(),
        "docProps/core.xml": _core(written),
        "docProps/custom.xml": _custom(written),
        "word/styles.xml": _asset("styles.xml"),
        "word/settings.xml": f"{XML}<w:settings {SPACES}>"
        '<w:compat><w:compatSetting w:name="compatibilityMode"'
        ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB"/></w:settings>',
        "word/header1.xml": _running("hdr", "Header", written.title, written.reference),
        "word/footer1.xml": _footer(written),
    }


def _parts_about(body: Body) -> dict[str, str]:
    """What the body needs of other parts: where its links lead, and how its lists count."""
    numbers = "".join(
        f'<w:num w:numId="{FIRST_ORDERED + n}"><w:abstractNumId w:val="1"/>'
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for n, level in enumerate(body.ordered)
    )
    bullets = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    links = "".join(
        f'<Relationship Id="link{n}" Type="{OFFICE}/hyperlink" Target={quoteattr(link)}'
        ' TargetMode="External"/>'
        for n, link in enumerate(body.links, start=1)
    )
    known = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{file}"/>'
        for name, kind, file in (
            ("styles", "styles", "styles.xml"),
            ("numbering", "numbering", "numbering.xml"),
            ("settings", "settings", "settings.xml"),
            ("header", "header", "header1.xml"),
            ("footer", "footer", "footer1.xml"),
        )
    )
    return {
        "word/numbering.xml": f"{XML}<w:numbering {SPACES}>{_asset('numbering_head.xml')}"
        f"{bullets}{numbers}</w:numbering>",
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}">{known}{links}'
        "</Relationships>",
    }


@cache
def _asset(name: str) -> str:
    return (PARTS / name).read_text(encoding="utf-8")


def _types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = "".join(
        f'<Override PartName="/word/{file}.xml" ContentType="{word}.{kind}+xml"/>'
        for file, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("settings", "settings"),
            ("header1", "header"),
            ("footer1", "footer"),
        )
    )
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}'
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/custom.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>'
        "</Types>"
    )


def _package() -> str:
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    return (
        f'{XML}<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="main" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="core" Type="{core}/core-properties" Target="docProps/core.xml"/>'
        f'<Relationship Id="custom" Type="{OFFICE}/custom-properties"'
        ' Target="docProps/custom.xml"/></Relationships>'
    )


def _core(written: Written) -> str:
    at = f'<dcterms:{{0}} xsi:type="dcterms:W3CDTF">{written.made_on}</dcterms:{{0}}>'
    return (
        f"{XML}<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{said(written.title)}</dc:title><dc:subject>{said(written.kind)}</dc:subject>"
        f"<dc:creator>{said(written.body)}</dc:creator>"
        f"<dc:identifier>{said(written.reference)}</dc:identifier>"
        f"<dc:language>en-GB</dc:language>{at.format('created')}{at.format('modified')}"
        "</cp:coreProperties>"
    )


def _custom(written: Written) -> str:
    """Which document the file was made of, and of which version each of its sections."""
    versions = {part.section.code: part.number for part in written.parts}
    told = {FROM_OURS: written.reference, VERSIONS: json.dumps(versions, separators=(",", ":"))}
    properties = "".join(
        f'<property fmtid="{FORMAT_ID}" pid="{n}" name="{name}"><vt:lpwstr>{said(value)}'
        "</vt:lpwstr></property>"
        for n, (name, value) in enumerate(told.items(), start=2)
    )
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    return (
        f'{XML}<Properties xmlns="{space}/custom-properties"'
        f' xmlns:vt="{space}/docPropsVTypes">{properties}</Properties>'
    )


def _running(tag: str, style: str, left: str, right: str) -> str:
    return (
        f'{XML}<w:{tag} {SPACES}><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{said(left)}</w:t></w:r><w:r><w:tab/></w:r>'
        f'<w:r><w:t xml:space="preserve">{said(right)}</w:t></w:r></w:p></w:{tag}>'
    )


def _footer(written: Written) -> str:
    def counted(field: str) -> str:
        return f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def words(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{said(text)}</w:t></w:r>'

    pages = words(_("Page ")) + counted("PAGE") + words(_(" of ")) + counted("NUMPAGES")
    return (
        f'{XML}<w:ftr {SPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"{words(written.body)}<w:r><w:tab/></w:r>{pages}</w:p></w:ftr>"
    )
