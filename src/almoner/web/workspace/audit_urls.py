"""The addresses of reviews, recommendations, improvement plans and samples."""

from django.urls import path

from . import (
    assurance_files,
    audits,
    improvement_plans,
    recommendation_acts,
    recommendation_import,
    recommendations,
    samples,
)

AUDIT = "audits/<slug:reference>/"
REC = "recommendations/<slug:reference>/"
PLAN = "improvement-plans/<slug:reference>/"
SAMPLE = "samples/<slug:reference>/"

audit_urls = [
    path("audits/", audits.audits, name="audits"),
    path("audits/new/", audits.plan, name="plan-audit"),
    path(AUDIT, audits.audit, name="audit"),
    path(f"{AUDIT}issue/", audits.issue, name="issue-audit"),
    path(f"{AUDIT}findings/new/", audits.find, name="record-audit-finding"),
    path(f"{AUDIT}to/<slug:to>/", audits.move_on, name="move-audit"),
    path("audit-findings/<slug:reference>/", audits.reword, name="reword-audit-finding"),
    path("audit-findings/<slug:reference>/recommend/", audits.recommend, name="recommend"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path(
        "recommendations/list.csv", recommendations.recommendations_csv, name="recommendations-csv"
    ),
    path("recommendations/bring/", recommendation_import.send, name="bring-recommendations"),
    path(
        "recommendations/bring/confirm/",
        recommendation_import.confirm,
        name="confirm-recommendations",
    ),
    path(REC, recommendations.recommendation, name="recommendation"),
    path(f"{REC}reword/", audits.reword_it, name="reword-recommendation"),
    path(f"{REC}answer/", recommendation_acts.answer, name="answer-recommendation"),
    path(f"{REC}actions/new/", recommendation_acts.agree, name="agree-action"),
    path(f"{REC}evidence/", recommendation_acts.show, name="add-evidence"),
    path(f"{REC}implemented/", recommendation_acts.implemented, name="implement-recommendation"),
    path(f"{REC}verdict/", recommendation_acts.verdict, name="give-verdict"),
    path(f"{REC}assurance-file/", assurance_files.of_recommendation, name="recommendation-file"),
    path(f"{REC}controls/", recommendation_acts.controls, name="tie-controls"),
    path("evidence/<slug:reference>/", recommendation_acts.evidence, name="evidence"),
    path("improvement-plans/", improvement_plans.listed, name="improvement-plans"),
    path("improvement-plans/new/", improvement_plans.begin, name="open-improvement-plan"),
    path(PLAN, improvement_plans.plan, name="improvement-plan"),
    path(f"{PLAN}close/", improvement_plans.close, name="close-improvement-plan"),
    path(
        f"{PLAN}items/<int:item>/leave-out/", improvement_plans.leave_out, name="leave-out-of-plan"
    ),
    path("samples/", samples.listed, name="samples"),
    path("samples/new/", samples.draw, name="draw-sample"),
    path(SAMPLE, samples.sample, name="sample"),
    path(f"{SAMPLE}<int:place>/", samples.test, name="test-member"),
]
