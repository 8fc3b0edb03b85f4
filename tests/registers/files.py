"""Small invented spend files."""

HEADER = "Supplier Name,Payment Date,Net Amount,Expenses Type,Purpose"

PLAIN = [
    "Harbour Trust,2026-02-03,1250.50,Grants,A night shelter",
    'Quay & Sons,04/02/2026,"(250.00)",Repairs,Money returned',
    "REDACTED PERSONAL DATA,2026-02-05,80,Care,",
    "QUAY AND SONS,2026-02-06,99.99,Repairs,A roof",
]


def spend_file(folder, rows=PLAIN, *, name="spend.csv"):
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def many_rows(count):
    return [
        f"Supplier {n % 700},2026-02-{n % 28 + 1:02},{n}.25,Grants,Row {n}" for n in range(count)
    ]
