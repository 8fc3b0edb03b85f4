import pytest
from django.core.exceptions import ValidationError

from almoner.documents.kinds import FileKind, kind_of
from tests.documents.samples import (
    DOCM,
    DOCX,
    JPEG,
    ODS,
    ODT,
    ODT_WITH_MACROS,
    PDF,
    PNG,
    XLSM,
    XLSX,
    ZIP,
)


def kind(folder, content, name="file"):
    path = folder / "bytes"
    path.write_bytes(content)
    return kind_of(path, name=name)


@pytest.mark.parametrize(
    ("content", "is_kind"),
    [
        (PDF, FileKind.PDF),
        (PNG, FileKind.PNG),
        (JPEG, FileKind.JPEG),
        (DOCX, FileKind.DOCX),
        (XLSX, FileKind.XLSX),
        (ODT, FileKind.ODT),
        (ODS, FileKind.ODS),
        ("A letter, in words: £5 a head < £6\n".encode(), FileKind.TXT),
    ],
)
def test_a_file_is_what_its_bytes_are_whatever_it_is_called(tmp_path, content, is_kind):
    assert kind(tmp_path, content, name="contract.exe") == is_kind


def test_only_its_name_tells_a_table_from_other_text(tmp_path):
    assert kind(tmp_path, b"a,b\n1,2\n", name="spend.CSV") == FileKind.CSV


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (DOCM, "holds macros"),
        (XLSM, "holds macros"),
        (ODT_WITH_MACROS, "holds macros"),
        (ZIP, "an archive"),
        (b"\x1f\x8b\x08\x00", "an archive"),
        (b"PK\x03\x04 cut short", "damaged or locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        (b"MZ\x90\x00", "a program"),
        (b"\x7fELF", "a program"),
        (b"#!/bin/sh\nrm -rf .", "a program"),
        (b"<!DOCTYPE html><p>x", "web page"),
        (b"  <svg xmlns='x'/>", "web page"),
        (b"words, then <script>alert(1)</script>", "web page"),
        (b"\x00\x01\x02", "can tell what this file is"),
    ],
)
def test_what_is_not_kept_is_refused_with_what_to_send_instead(tmp_path, content, said):
    with pytest.raises(ValidationError, match=said):
        kind(tmp_path, content, name="contract.pdf")
