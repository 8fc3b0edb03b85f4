"""The rules the body works by, as readable TOML with versions: routes, limits, lists, duties."""
