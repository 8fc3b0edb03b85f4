from django.urls import path

from .demonstration import demonstration

app_name = "public"
urlpatterns = [path("demonstration/", demonstration, name="demonstration")]
