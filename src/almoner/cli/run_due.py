"""`almoner run_due`: what a timer runs every few minutes."""

from argparse import ArgumentParser, Namespace

from django.core.management import call_command


def add_arguments(parser: ArgumentParser) -> None:
    """Take no words."""
    del parser


def run(_given: Namespace) -> None:
    call_command("run_due")
