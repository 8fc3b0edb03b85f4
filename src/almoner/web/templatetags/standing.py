"""Parts of public pages that are the same until anything public changes."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

from almoner.registers.kept import kept_answer

register = template.Library()
UNLESS = "unless"


class Standing(template.Node):
    """See `standing`."""

    def __init__(
        self, nodelist: NodeList, names: list[FilterExpression], unless: FilterExpression
    ) -> None:
        self.nodelist, self.names, self.unless = nodelist, names, unless

    def render(self, context: Context) -> str:
        asked = self.unless.resolve(context, ignore_failures=True)
        if asked is None or asked:  # of a page that does not say, anything may have been asked
            return self.nodelist.render(context)
        key = (*(name.resolve(context) for name in self.names), get_language())
        return kept_answer(key, lambda: self.nodelist.render(context))


@register.tag
def standing(parser: Parser, token: Token) -> Standing:
    """`{% standing "filters" route unless asked %}…{% endstanding %}`: what is within is drawn once
    in each language under these names while nothing public changes, `unless` there is something
    that only this page was asked for. It says nothing of who asks, and holds no token of a form.
    """
    _tag, *names, word, unless = token.split_contents()
    if word != UNLESS or not names:
        raise template.TemplateSyntaxError("standing: some names, the word unless, and a condition")
    nodelist = parser.parse(("endstanding",))
    parser.delete_first_token()
    asked = [parser.compile_filter(name) for name in (*names, unless)]
    return Standing(nodelist, asked[:-1], asked[-1])
