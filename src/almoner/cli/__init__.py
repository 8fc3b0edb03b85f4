"""The command line. `almoner check-file` needs no Django; the other words are Django's commands."""
