"""The command `dga mcp`. Heavy imports wait until it runs."""

import sys
from contextlib import redirect_stdout
from typing import Annotated

import typer

from api.cli import listen, open_assistant
from api.terminal import in_thai
from corpus.messages import say


@in_thai("เปิดเป็นเซิร์ฟเวอร์ MCP ให้ผู้ช่วย AI อื่นเรียกใช้ ทาง stdio หรือ HTTP")
def mcp(
    http: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help=say(
                "เปิดทาง HTTP (streamable HTTP) ที่ /mcp ถ้าไม่ระบุจะใช้ stdio",
                "Serve streamable HTTP at /mcp; else stdio.",
            ),
        ),
    ] = None,
) -> None:
    """Serve the assistant to other assistants by the Model Context Protocol, over stdio or HTTP."""
    host, _, port = (http or "").rpartition(":")
    listener = listen(host.strip("[]") or "127.0.0.1", port) if http is not None else None
    with redirect_stdout(sys.stderr):  # stdout is the protocol's; the server itself takes the descriptor
        from api.mcp.server import create_server

        assistant = open_assistant()
        assistant.warm()
        server = create_server(assistant)
    if listener is None:
        server.run("stdio")
        return
    import uvicorn

    name, number = listener.getsockname()[:2]
    address = f"http://[{name}]:{number}/mcp" if ":" in name else f"http://{name}:{number}/mcp"
    typer.echo(say(f"เปิดใช้งานที่ {address} (หยุดด้วย Ctrl+C)", f"Serving at {address} (Ctrl+C stops)"), err=True)
    app = server.streamable_http_app(host=name, stateless_http=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
