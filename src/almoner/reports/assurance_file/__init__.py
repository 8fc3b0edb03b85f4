"""The assurance file: a recommendation or a decision, all that shows it, and what checks it."""
