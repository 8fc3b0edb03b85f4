"""What is done with papers of agreements: kept, copied for the public, checked, or exempted."""

from .copies import Terms, prepare_copy, publish_copy, return_copy, submit_copy, withdraw_copy
from .documents import Said, add_document, remove_document, replace_document
from .exemptions import agree_to_exemption, end_exemption, propose_exemption, refuse_exemption

__all__ = [
    "Said",
    "Terms",
    "add_document",
    "agree_to_exemption",
    "end_exemption",
    "prepare_copy",
    "propose_exemption",
    "publish_copy",
    "refuse_exemption",
    "remove_document",
    "replace_document",
    "return_copy",
    "submit_copy",
    "withdraw_copy",
]
