"""What is held of money in funds: each amount that was planned, committed, due or paid."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from almoner.core.holdings import Reach, Records, Told, all_or_none, declare_holding
from almoner.core.references import name_of

from .models import Entry
from .policies import may_see_funds


def tell_entry(entry: Entry) -> Told:
    words = {
        "act": entry.get_act_display(),
        "amount": f"{entry.amount:,.2f}",
        "for": entry.what_for.partition(":")[2],
    }
    what = _("%(act)s: £%(amount)s for %(for)s") % words
    return Told(name_of(entry.line), what, entry.valid_from)


@declare_holding(
    "commitments",
    label=gettext_lazy("Money planned and committed"),
    readers=gettext_lazy("Officials whose work is paid from funds, and the auditor"),
    readable=all_or_none(may_see_funds),
    tell=tell_entry,
)
def commitments_held(reach: Reach) -> Records:
    found = Entry.objects.filter(reach.named_in("what_for"))
    return found.select_related("line").order_by("-pk")
