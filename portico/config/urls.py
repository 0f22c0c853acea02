"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from portico.interfaces.ui import look


@require_safe
def _alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/", _alive, name="healthz"),
    path("site.<str:digest>.css", look.serve_stylesheet, name="site_stylesheet"),
    path("logo/<str:digest>.png", look.serve_logo, name="site_logo"),
    path("office/", include("portico.interfaces.office.urls")),
    path("", include("portico.interfaces.portal.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("portico.interfaces.portal.demo.urls")))

handler400 = "portico.interfaces.ui.errors.bad_request"
handler403 = "portico.interfaces.ui.errors.permission_denied"
handler404 = "portico.interfaces.ui.errors.page_not_found"
handler500 = "portico.interfaces.ui.errors.server_error"
handler429 = "portico.interfaces.portal.sign_in.views.too_many"  # the sign-in library asks for it
