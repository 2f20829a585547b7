"""What `bench_fetch` fetches from: files of noise, behind nginx without latency and behind a server of our own with it.

Owns how they are started and ended. Refuses to measure. Started as a program, it is the server with latency:

    python tests/bench/servers.py PORT DELAY FOLDER
"""

import asyncio
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SIZE = 250_000


def draw(folder: Path, count: int) -> None:
    """Files that begin like a JPEG and hold noise, half to one and a half times the size."""
    chance = random.Random(1)
    for n in range(count):
        (folder / f"{n}.jpg").write_bytes(b"\xff\xd8\xff\xe0" + chance.randbytes(int(SIZE * (0.5 + chance.random()))))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def served(command: Sequence[str], port: int) -> Iterator[str]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
                if process.poll() is not None:
                    raise
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    port = free_port()
    work = folder.parent / "nginx"
    work.mkdir(exist_ok=True)
    paths = " ".join(f"{kind}_temp_path {work};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    settings = work / "nginx.conf"
    settings.write_text(
        f"daemon off; worker_processes 1; pid {work}/pid; error_log /dev/null; events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; {paths} types {{ image/jpeg jpg; }} sendfile on;\n"
        f"add_header Cache-Control max-age=3600; keepalive_requests 1000000;\n"
        f"server {{ listen 127.0.0.1:{port} backlog=1024; root {folder}; }} }}\n"
    )
    with served(["nginx", "-c", str(settings), "-e", "/dev/null"], port) as url:
        yield url


@contextmanager
def slow_server(folder: Path, delay: float) -> Iterator[str]:
    port = free_port()
    with served([sys.executable, __file__, str(port), str(delay), str(folder)], port) as url:
        yield url


class Slow(asyncio.Protocol):
    """Answers each request after a while, from memory."""

    def __init__(self, files: dict[bytes, bytes], delay: float) -> None:
        self.files, self.delay = files, delay
        self.buffer = b""
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            body = self.files[head.split(b" ", 2)[1]]
            asyncio.get_running_loop().call_later(self.delay, self.answer, body)

    def answer(self, body: bytes) -> None:
        assert self.transport is not None
        head = (
            f'HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nETag: "{len(body)}"\r\nContent-Length: {len(body)}\r\n\r\n'
        )
        self.transport.write(head.encode() + body)


async def serve(port: int, delay: float, files: dict[bytes, bytes]) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Slow(files, delay), "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


def main(arguments: list[str]) -> None:
    """Serve until killed."""
    port, delay, folder = arguments
    files = {f"/{path.name}".encode(): path.read_bytes() for path in Path(folder).iterdir()}
    asyncio.run(serve(int(port), float(delay), files))


if __name__ == "__main__":
    main(sys.argv[1:])
