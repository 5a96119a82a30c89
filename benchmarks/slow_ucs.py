"""A UCS that takes its time over each answer and minds no number of them at once.

    python -m benchmarks.slow_ucs PORT FOLDER [--seconds 0.05]

A file of the folder is the answer to the path of its name: `customers/A1/interactions`, `interactions/B1`.
"""

import argparse
import asyncio
from pathlib import Path

RESPONSE_HEAD = "HTTP/1.1 {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n"


async def serve_folder(port: int, folder: Path, seconds: float) -> None:
    """Answers until it is ended."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while asked := await reader.readuntil(b"\r\n\r\n"):
                await asyncio.sleep(seconds)
                writer.write(_build_answer(folder, asked.split(b" ", 2)[1].decode()))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


def _build_answer(folder: Path, path: str) -> bytes:
    file = folder / path.strip("/")
    found = file.is_file()
    body = file.read_bytes() if found else b"{}"
    return RESPONSE_HEAD.format("200 OK" if found else "404 Not Found", len(body)).encode() + body


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.slow_ucs")
    parser.add_argument("port", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=0.05, help="before each answer (0.05)")
    options = parser.parse_args()
    asyncio.run(serve_folder(options.port, options.folder, options.seconds))


if __name__ == "__main__":
    main()
