"""Actions: what somebody took on for any reason, by when, and who says that it was done."""
