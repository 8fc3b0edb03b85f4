"""Small invented registers of contracts and of grants."""

from datetime import timedelta

import time_machine
import xlsxwriter

from almoner.accounts.roles import Role
from almoner.registers.kinds import Register
from almoner.registers.operations import import_file
from tests.factories import DAY, NOON, official

CONTRACT_HEADER = (
    "Contract Reference,Contract Title,Supplier,Company Number,Charity Number,"
    "Start Date,End Date,Contract Value,Contract Manager Email"
)
SHELTER = (
    "C-1,Night shelter,Harbour Trust,,1234567,01/04/2025,31/03/2027,100000.50,lena@wexmoor.test"
)
ROOF = "C-2,A roof,Quay & Sons,01234567,,01/04/2025,31/03/2026,2500,"
CONTRACTS = [SHELTER, ROOF]

GRANT_HEADER = (
    "Grant Reference,Title,Recipient Name,Recipient Charity Number,"
    "Award Date,Amount Awarded,Purpose"
)
BEDS = "G-1,Beds in winter,Harbour Trust,1234567,04/02/2026,5000,A night shelter"
MENTORS = "G-2,Mentoring,Copper Street Youth,,05/02/2026,750.25,Work with young people"
GRANTS = [BEDS, MENTORS]


def contracts_file(folder, rows=CONTRACTS, *, name="contracts.csv", header=CONTRACT_HEADER):
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def grants_file(folder, rows=GRANTS, *, name="grants.csv", header=GRANT_HEADER):
    return contracts_file(folder, rows, name=name, header=header)


def workbook(folder, **sheets):
    """A workbook of sheets of lines of CSV."""
    path = folder / "register.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line.split(","))
    return path


def bring_in(path, register=Register.CONTRACTS, *, by=None, known_from=DAY, at=NOON, **rest):
    return import_file(
        path,
        register=register,
        publisher=rest.pop("publisher", "Wexmoor"),
        known_from=known_from,
        by=by or official(Role.PUBLISHER),
        at=at,
        **rest,
    )


def brought_in(path, register=Register.CONTRACTS, *, days=0, known_from=None):
    """A file read in so many days after the day of the tests, and known from then."""
    at = NOON + timedelta(days=days)
    with time_machine.travel(at):
        return bring_in(path, register, known_from=known_from or at.date(), at=at)


def figures(done):
    """New, changed, the same and missing."""
    found = done.figures
    return found.new, found.changed, found.same, found.missing
