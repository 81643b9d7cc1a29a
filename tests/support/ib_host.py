"""An IB host of tests: `ktrdrd ib-host` before a simulated gateway."""
import sqlite3

from programs import Backend, wait_until

COMING = ("resolving", "connecting", "hello", "starting", "syncing")     # a handshake is under way


class Host(Backend):
    def __init__(self, data, sim, *options):
        super().__init__(data, "--set", f"ib.port={sim.port}", *options, program=("ib-host",))

    def health(self):
        return self.request("GET", "/health")[2]

    def ask(self, path, status=200, headers=None, **body):
        """The answer's body, which must have this status."""
        answered, self.headers, body = self.request("POST", path, body, headers)
        if answered != status:
            raise AssertionError(f"POST {path} was answered {answered}, not {status}: {body}")
        return body

    def when_connected(self, symbol="SYNA"):
        """The contract, once the gateway may be asked: a connect may have to wait for its turn."""
        def ask():
            status, _, body = self.request("POST", "/data/validate", {"symbol": symbol, "contract_only": True})
            return body["contract"] if status == 200 and self.health()["gateway"]["state"] == "ready" else None
        return wait_until(ask, "a connection to the gateway")

    def when_its_turn_comes(self):
        """Once the rule lets it connect, which after six connects takes up to ten minutes: longer than wait_until has patience.
        A backfill waits for that in the host, half a minute at a time."""
        for _ in range(22):
            status, _, body = self.request("POST", "/data/historical", bars_ask("SYNB", lane="backfill"), {"X-Timeout-Ms": "30000"})
            if status != 504:
                break
        if status != 200:
            raise AssertionError(f"no bars came when its turn should have: {status} {body}")


def ledger_connects(data, port):
    """[(begun, ended)] of the connects that reached a gateway, milliseconds UTC; ended 0: by a kill."""
    with sqlite3.connect(f"file:{data}/ib/127.0.0.1_{port}/ktrdr.db?mode=ro", uri=True) as db:
        return db.execute("SELECT at_ms, ended_ms FROM connect WHERE was_refused=0 ORDER BY at_ms").fetchall()


def bars_ask(symbol, timeframe="1d", start="2024-05-01T00:00:00Z", end="2024-06-01T00:00:00Z", **more):
    return {"symbol": symbol, "timeframe": timeframe, "start": start, "end": end, **more}
