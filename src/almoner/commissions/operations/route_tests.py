"""The route test, signed: whether a case is a grant or a contract."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from almoner.accounts.models import User
from almoner.commissions.digests import digest_of
from almoner.commissions.events import RouteTestEvent
from almoner.commissions.models import Commission, RouteTest
from almoner.commissions.policies import may_work_on_case
from almoner.commissions.route_test import Instrument, instrument_of, unanswered
from almoner.commissions.states import RouteTestState
from almoner.core.ledger import record
from almoner.core.moments import day_of
from almoner.core.operations import operation
from almoner.core.verdicts import require

from .cases import lock_case


@operation
def sign_route_test(
    commission: Commission,
    answers: Mapping[str, str],
    *,
    judged: Instrument | None = None,
    reasons: str = "",
    by: User,
    at: datetime,
) -> RouteTest:
    """Sign the answers to the law's questions, and what follows from them.

    Only where the answers pull both ways is it `judged`, with reasons. An earlier test is
    overtaken. Raises PermissionDenied or ValidationError.
    """
    commission = lock_case(commission)
    require(may_work_on_case(by, commission, on=day_of(at)))
    instrument = _instrument(answers, judged, reasons)
    earlier = RouteTest.objects.filter(commission=commission, state=RouteTestState.SIGNED)
    earlier.update(state=RouteTestState.OVERTAKEN)
    test = RouteTest(commission=commission, answers=dict(answers), instrument=instrument)
    test.reasons, test.signed_by, test.signed_at = reasons.strip(), by, at
    test.save(force_insert=True)
    facts = {"instrument": instrument, "answers": digest_of(test.answers)}
    record(RouteTestEvent.SIGNED, about=commission, by=by, at=at, **facts)
    return test


def _instrument(answers: Mapping[str, str], judged: Instrument | None, reasons: str) -> Instrument:
    if unanswered(answers):
        raise ValidationError(_("Answer every question."))
    follows = instrument_of(answers)
    if follows is not None:
        return follows
    if judged is None or not reasons.strip():
        raise ValidationError(
            _("The answers pull both ways. Judge whether it is a grant or a contract, and say why.")
        )
    return judged
