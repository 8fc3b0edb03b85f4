"""What reports may say of the rules the body works by."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from almoner.core.figures import Rows, Unit, declare_figure

from .queries import framework_on


@declare_figure(
    "table.powers",
    label=_("The legal powers on which decisions rest"),
    unit=Unit.TABLE,
    source=_("The powers of the framework that was in force"),
    columns=(_("Power"), _("Law"), _("Used for")),
    page="workspace:framework",
)
def legal_powers(_parameter: str, on: date) -> Rows:
    return tuple((one.title, one.law, one.used_for or "") for one in framework_on(on).powers)
