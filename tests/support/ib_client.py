"""A client of an IB gateway for tests, of the bytes only: greeting, frames, fields.

    with Client(port, client_id=7) as client:
        client.ask(49, 1)
        fields = client.wait_for("49")

It knows as little as possible, so that it can also say what no good client would."""
import socket, struct

CONTRACT = ("con_id", "symbol", "sec_type", "last_trade", "strike", "right", "multiplier", "exchange", "primary",
            "currency", "local_symbol", "trading_class")


def contract(symbol="", sec_type="STK", exchange="SMART", currency="USD", **more):
    """The twelve fields that name an instrument in a request."""
    values = {"con_id": 0, "symbol": symbol, "sec_type": sec_type, "exchange": exchange, "currency": currency, **more}
    return [values.get(name, "") for name in CONTRACT]


class Closed(Exception):
    """The gateway has closed the connection."""


class Client:
    def __init__(self, port, client_id=1, versions="v157..200", start=True, timeout=30):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.buffer, self.version, self.seen = b"", 0, []
        if versions:
            self.greet(versions)
        if versions and start:
            self.start(client_id)

    def __enter__(self):
        return self

    def __exit__(self, *how):
        self.close()

    def close(self):
        self.socket.close()

    def send_bytes(self, data):
        self.socket.sendall(data)

    def greet(self, versions):
        self.send_bytes(b"API\0" + struct.pack(">I", len(versions)) + versions.encode())
        answer = self.next()
        self.version = int(answer[0])

    def start(self, client_id):
        """Until nextValidId has come; everything before it is in `seen`."""
        self.ask(71, 2, client_id, "")
        return self.wait_for("9")

    def ask(self, *fields):
        payload = b"".join(str(field).encode() + b"\0" for field in fields)
        self.send_bytes(struct.pack(">I", len(payload)) + payload)

    def _fill(self, n):
        while len(self.buffer) < n:
            data = self.socket.recv(1 << 16)
            if not data:
                raise Closed(f"closed by the gateway, {len(self.buffer)} bytes were left")
            self.buffer += data

    def next_payload(self):
        self._fill(4)
        length, = struct.unpack(">I", self.buffer[:4])
        self._fill(4 + length)
        payload, self.buffer = self.buffer[4:4 + length], self.buffer[4 + length:]
        return payload

    def next(self):
        """The fields of the next message."""
        fields = self.next_payload().split(b"\0")[:-1]
        fields = [field.decode("latin-1") for field in fields]
        self.seen.append(fields)
        return fields

    def wait_for(self, *ids):
        """The next message of one of these kinds."""
        while True:
            fields = self.next()
            if fields[0] in ids:
                return fields

    def error_of(self, fields):
        """(id, code, text) of a message 4."""
        at = 1 if self.version >= 194 else 2
        return int(fields[at]), int(fields[at + 1]), fields[at + 2]

    def wait_for_error(self, id):
        while True:
            found = self.error_of(self.wait_for("4"))
            if found[0] == id:
                return found

    def ask_details(self, id, what):
        self.ask(9, 8, id, *what, 0, "", "", *([""] if self.version >= 176 else []))

    def ask_head(self, id, what, show="TRADES", format=1):
        self.ask(87, id, *what, 0, 1, show, format)

    def ask_history(self, id, what, duration="3 D", size="1 day", end="", show="TRADES", rth=1, format=2, keep=0):
        self.ask(20, id, *what, 0, end, size, duration, rth, show, format, keep, "")

    def answer(self, id):
        """What ends a request: (kind, fields), an error as ('4', (id, code, text)). Warnings are passed over."""
        while True:
            fields = self.next()
            if fields[0] == "4":
                error = self.error_of(fields)
                if error[0] == id and not 2100 <= error[1] < 2200 and error[1] != 10167:
                    return "4", error
            elif str(id) in fields[1:3] and fields[0] not in ("10", "90"):
                return fields[0], fields

    def bars(self, id):
        """The rows of an answer with bars: lists of date, open, high, low, close, volume, wap, count."""
        kind, fields = self.answer(id)
        if kind == "4":
            raise AssertionError(f"an error in place of bars: {fields}")
        at = 5 if self.version < 196 else 3
        rows = [fields[i:i + 8] for i in range(at, len(fields), 8)]
        if self.version >= 196:
            self.wait_for("108")
        if len(rows) != int(fields[at - 1]):
            raise AssertionError(f"{fields[at - 1]} bars announced, {len(rows)} came")
        return rows
