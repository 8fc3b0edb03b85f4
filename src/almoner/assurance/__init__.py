"""The assurance engine. Apps declare controls; it asks them of one case, for a gate, or of all."""
