"""The web component `<dga-chat>` under `/widget/v1`, and the pages of other origins that may hold it."""

from collections.abc import Sequence
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
WIDGET = STATIC / "widget"
OPEN_TO_ORIGINS = ("/widget/", "/v1/")
"""What the component loads and calls; nothing else is shared with another origin."""


class _Files(StaticFiles):
    """Files that a browser asks for anew each time, and is then told that nothing changed: modules fit together."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["cache-control"] = "no-cache"
        return response


class AllowedOrigins:
    """Lets pages of `origins` load the component and call the API; a browser keeps all others out."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self.shared = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["accept", "content-type", "last-event-id"],
            max_age=600,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        shared = scope["type"] == "http" and scope["path"].startswith(OPEN_TO_ORIGINS)
        await (self.shared if shared else self.app)(scope, receive, send)


def install(app: FastAPI, origins: Sequence[str]) -> None:
    """Serve the component's modules and fonts, to this origin and to `origins`."""
    app.mount("/widget/v1/fonts", _Files(directory=STATIC / "fonts"), name="fonts")
    app.mount("/widget/v1", _Files(directory=WIDGET), name="widget")
    app.add_middleware(AllowedOrigins, origins=origins)
