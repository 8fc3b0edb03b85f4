"""What the forms of agendas say before anything is chosen."""

from almoner.boards.agendas import Proposal
from almoner.boards.kinds import Origin, Outcome, Purpose
from almoner.boards.models import Item
from almoner.web.forms.agendas import MinuteForm, ProposalsForm


def offered(title, **fields):
    wanted = Proposal(Origin.DUE, title, Purpose.DECISION, **fields)
    form = ProposalsForm(proposals=[wanted])
    return form.fields["chosen"].choices[0][1]


def test_a_proposal_names_its_reference_once():
    about = "commissions.commission:COM-2026-001"

    assert offered("Decide: COM-2026-001", about=about) == "Decide: COM-2026-001 (Due to the board)"
    assert offered("Look again", about=about).startswith("COM-2026-001: Look again")


def test_what_each_outcome_does_stands_on_a_line_of_its_own_and_is_escaped():
    effects = {Outcome.AGREED: "Go: <Head>", Outcome.REFUSED: "Stop"}

    said = MinuteForm(item=Item(), effects=effects).fields["acts"].help_text

    assert said == "Agreed: Go: &lt;Head&gt;<br>Not agreed: Stop"
