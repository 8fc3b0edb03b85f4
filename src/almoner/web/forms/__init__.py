"""How every form is drawn, and the fields that officials need and Django lacks."""

from .fields import DayField, PoundsField, SuggestingInput
from .filters import FilterForm
from .renderer import Renderer

__all__ = ["DayField", "FilterForm", "PoundsField", "Renderer", "SuggestingInput"]
