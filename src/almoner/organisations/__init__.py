"""Bodies and providers: organisations, the identifiers they are known by."""
