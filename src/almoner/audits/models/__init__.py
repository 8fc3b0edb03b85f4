"""Reviews, recommendations, improvement plans and samples."""

from .plans import ImprovementPlan, PlanItem
from .recommendations import (
    Evidence,
    Recommendation,
    Response,
    TiedControl,
    Verdict,
)
from .reviews import Finding, Rating, Review, ReviewStep
from .samples import Result, Sample, SampleMember

__all__ = [
    "Evidence",
    "Finding",
    "ImprovementPlan",
    "PlanItem",
    "Rating",
    "Recommendation",
    "Response",
    "Result",
    "Review",
    "ReviewStep",
    "Sample",
    "SampleMember",
    "TiedControl",
    "Verdict",
]
