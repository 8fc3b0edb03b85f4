"""What the text of one cell says: a day, money, a number, an answer, an identifier or words.

Each reader answers with what the cell says and the change it took, or raises `Unreadable`.
The words that publishers use are data: `values.toml`.
"""

from .answers import read_yes_no
from .dates import order_of, read_date
from .identifiers import read_charity_number, read_company_number, read_postcode
from .money import read_money
from .numbers import read_number
from .said import NOTHING, Said, Unreadable
from .text import read_text
from .words import is_various, is_withheld, plain, says_nothing

__all__ = [
    "NOTHING",
    "Said",
    "Unreadable",
    "is_various",
    "is_withheld",
    "order_of",
    "plain",
    "read_charity_number",
    "read_company_number",
    "read_date",
    "read_money",
    "read_number",
    "read_postcode",
    "read_text",
    "read_yes_no",
    "says_nothing",
]
