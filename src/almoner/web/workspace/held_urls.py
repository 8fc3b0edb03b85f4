"""The addresses of what is held about something, for whoever answers a request for information."""

from django.urls import path

from . import held

ABOUT = "held/<slug:what>/<slug:reference>"

held_urls = [
    path(f"{ABOUT}/", held.held, name="held"),
    path(f"{ABOUT}/list.csv", held.held_csv, name="held-csv"),
    path(f"{ABOUT}/list.xlsx", held.held_xlsx, name="held-xlsx"),
    path(f"{ABOUT}/public.zip", held.held_public, name="held-public"),
]
