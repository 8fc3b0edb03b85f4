"""How every form is drawn."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    field_template_name = "components/field.html"
