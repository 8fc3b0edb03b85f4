"""How every form is drawn, and the fields that officials need and Django lacks."""

from .fields import AddressField, DayField, PoundsField, SuggestingInput
from .filters import FilterForm
from .renderer import Renderer

__all__ = ["AddressField", "DayField", "FilterForm", "PoundsField", "Renderer", "SuggestingInput"]
