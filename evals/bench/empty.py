"""The least that FastAPI does for a POST: what the service's throughput is measured beside."""

import socket
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI

app = FastAPI(openapi_url=None)


@app.post("/")
async def empty(body: dict[str, Any]) -> dict[str, str]:
    """Read a JSON body and answer with a small one."""
    return {"status": "ok"}


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=2048) as listener:
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])
