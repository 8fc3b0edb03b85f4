"""Every address of the house, and who may open it without signing in."""

from django.urls import URLPattern, URLResolver, get_resolver

# Open to anyone, on purpose. Adding a line here is a decision: say why in the commit.
PUBLIC = {
    "health",  # load balancers ask without signing in
    "metrics",  # its own view lets in this machine, or a token
    "portal:home",  # providers look before they sign in
    # What is published is for anyone: only live batches, only public columns.
    "public:home",
    "public:registers",
    *(f"public:{page}{twin}" for page in ("payments", "payment") for twin in ("", "-csv", "-json")),
    "public:organisations",
    *(f"public:organisation{twin}" for twin in ("", "-csv", "-json")),
    *("public:editions", "public:edition", "public:edition-file"),
}


def routes(resolver=None, namespace=""):
    """Yield (name, view) of every route, `namespace:name`."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{entry.namespace}:" if entry.namespace else namespace)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback
