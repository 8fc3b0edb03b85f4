"""The addresses of reports, and of the figures to which they are bound."""

from django.urls import path, re_path

from . import reports

REPORT = "reports/<slug:reference>/"

report_urls = [
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.begin, name="begin-report"),
    path("reports/figures/", reports.figures, name="figures"),
    path(REPORT, reports.report, name="report"),
    path(f"{REPORT}look/", reports.look, name="look-at-figures"),
    path(f"{REPORT}issue/", reports.issue, name="issue-report"),
    path(f"{REPORT}drop/", reports.drop, name="drop-report"),
    re_path(
        r"^reports/(?P<reference>[-\w]+)/report\.(?P<kind>docx|pdf|html|json)$",
        reports.download,
        name="download-report",
    ),
]
