"""What every app stands on. Knows no app.

Verdicts, lifecycles, operations, the ledger, dated facts, references, money, periods, days.
"""
