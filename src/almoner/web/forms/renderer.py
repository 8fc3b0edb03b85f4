"""How every form is drawn: GOV.UK markup, from the templates of the house."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws widgets from our templates, and each field with its label, hint and error."""

    field_template_name = "components/field.html"
