"""Nothing that audits do changes what the public can read."""

from almoner.registers.revision import declare_quiet

from .events import (
    EvidenceEvent,
    FindingEvent,
    ImprovementPlanEvent,
    RecommendationEvent,
    ReviewEvent,
    SampleEvent,
)

declare_quiet(
    *ReviewEvent,
    *FindingEvent,
    *RecommendationEvent,
    *EvidenceEvent,
    *ImprovementPlanEvent,
    *SampleEvent,
)
