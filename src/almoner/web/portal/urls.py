from django.urls import path

from .home import home

app_name = "portal"
urlpatterns = [path("", home, name="home")]
