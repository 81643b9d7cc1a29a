"""old_way.py SOCKET SYMBOL TIMEFRAME ROWS [TIMES]: `data show` as a Python command line would do it: typer for the
words, an event loop and an httpx client of its own for the one request, JSON, a table. TIMES commands one after the
other in one process, each with a loop, a client and a connection of its own. For bench/cli.py, bench/services.py."""
import asyncio

import httpx
import typer

app = typer.Typer()


async def fetch(socket, symbol, timeframe, rows):
    transport = httpx.AsyncHTTPTransport(uds=socket)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=30) as client:
        reply = await client.get(f"/api/v1/data/{symbol}/{timeframe}", params={"limit": rows})
        reply.raise_for_status()
        return reply.json()


def show_once(socket, symbol, timeframe, rows):
    bars = asyncio.run(fetch(socket, symbol, timeframe, rows))
    names = ["timestamp", "open", "high", "low", "close", "volume"]
    typer.echo("  ".join(f"{name.upper():>20}" for name in names))
    for row in zip(*(bars[name] for name in names)):
        typer.echo("  ".join(f"{value:>20}" for value in row))


@app.command()
def show(socket: str, symbol: str, timeframe: str, rows: int = typer.Argument(20), times: int = typer.Argument(1)):
    """Stored bars."""
    for _ in range(times):
        show_once(socket, symbol, timeframe, rows)


app()
