"""The addresses of documents of agreements, and of the copies of contracts that are published."""

from django.urls import path

from almoner.papers.kinds import CopyKind

from . import copies, copy_checks, documents, exemptions, files

OF_AGREEMENT = "agreements/<slug:reference>/documents/"
CONTRACT = "<copies:kind>/<slug:reference>/"

paper_urls = [
    path(OF_AGREEMENT, documents.documents, name="agreement-documents"),
    path(f"{OF_AGREEMENT}add/", documents.add, name="add-document"),
    path("documents/<slug:reference>/replace/", documents.replace, name="replace-document"),
    path("documents/<slug:reference>/remove/", documents.remove, name="remove-document"),
    path("files/<slug:reference>/", files.file, name="file"),
    path("files/<slug:reference>/take-down/", files.take_down, name="take-down-file"),
    path("files/<slug:reference>/review/", files.review, name="review-file"),
    # The navigation leads there, and knows no kinds.
    path("contract-copies/", copies.copies, {"kind": CopyKind.CONTRACT}, name="copies-home"),
    path("<copies:kind>/", copies.copies, name="copies"),
    path(CONTRACT, copies.contract, name="contract-copies"),
    path(f"{CONTRACT}prepare/", copies.prepare, name="prepare-copy"),
    path(f"{CONTRACT}exempt/", exemptions.propose, name="propose-exemption"),
    path("copies/<slug:reference>/", copy_checks.copy, name="copy"),
    path("copies/<slug:reference>/submit/", copy_checks.submit, name="submit-copy"),
    path("copies/<slug:reference>/check/", copy_checks.check, name="check-copy"),
    path("copies/<slug:reference>/withdraw/", copy_checks.withdraw, name="withdraw-copy"),
    path("exemptions/<slug:reference>/", exemptions.exemption, name="exemption"),
    path("exemptions/<slug:reference>/end/", exemptions.end, name="end-exemption"),
]
