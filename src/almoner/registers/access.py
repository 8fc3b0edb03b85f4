"""Who may read what registers keep to themselves. Every read is logged."""

from datetime import date

from almoner.accounts.access import declare_reader
from almoner.accounts.models import User
from almoner.core.models import Batch
from almoner.core.verdicts import Verdict

from .kinds import Register
from .models import Finding
from .policies import MAY_IMPORT, may_judge_findings_of, may_see_findings, may_see_withholdings


@declare_reader("registers.withholding")
def may_read_withholding(user: User, _reference: str, on: date) -> Verdict:
    return may_see_withholdings(user, on=on)


@declare_reader("core.batch")
def may_read_import(user: User, reference: str, on: date) -> Verdict:
    """Whether somebody may read all that came with a file, also what the public does not see."""
    batch = Batch.objects.get(reference=reference)
    return MAY_IMPORT[Register(batch.kind)](user, on=on)


@declare_reader("registers.finding")
def may_read_finding(user: User, reference: str, on: date) -> Verdict:
    """The words of one finding, for whoever judges in its register."""
    found = Finding.objects.filter(reference=reference).first()
    if found is None:
        return may_see_findings(user, on=on)
    return may_judge_findings_of(user, Register(found.register), on=on)


@declare_reader("registers.findings")
def may_read_findings(user: User, register: str, on: date) -> Verdict:
    """The words of many findings of one register, listed."""
    return may_judge_findings_of(user, Register(register), on=on)
