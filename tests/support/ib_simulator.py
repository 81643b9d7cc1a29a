"""ktrdr-ibsim for tests: started on a free port, asked over its control socket, ended in order."""
import json, os, pathlib, signal, socket, subprocess, tempfile

from programs import BUILD, PATIENCE


class Simulator:
    """with Simulator("--demo") as sim: sim.port, sim.counts(), sim.fault("no-reply")"""

    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory(prefix="ktrdr-ibsim-")
        self.control = pathlib.Path(self.folder.name) / "control"
        self.log = pathlib.Path(self.folder.name) / "log"
        ready, tell = os.pipe()
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([BUILD / "ktrdr-ibsim", "--listen", "127.0.0.1:0", "--ready-fd", str(tell),
                                             "--control", self.control, *map(str, options)],
                                            pass_fds=[tell], stdout=log, stderr=log)
        os.close(tell)
        with os.fdopen(ready) as file:
            self.address = file.readline().strip()
        if not self.address:
            self.process.wait()
            raise AssertionError("ktrdr-ibsim did not start: " + self.log.read_text()[-2000:])
        self.port = int(self.address.rsplit(":", 1)[1])

    def __enter__(self):
        return self

    def __exit__(self, *how):
        self.stop()

    def command(self, line):
        """The answer of one line, which must be ok."""
        with socket.socket(socket.AF_UNIX) as talk:
            talk.settimeout(PATIENCE)
            talk.connect(str(self.control))
            talk.sendall(line.encode() + b"\n")
            answer = json.loads(talk.makefile().readline())
        if not answer["ok"]:
            raise AssertionError(f"{line}: {answer['error']}")
        return answer

    def counts(self):
        return self.command("counts")["counts"]

    def fault(self, text):
        self.command("fault " + text)

    def stop(self):
        """Its exit status; again: the same."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)
        self.folder.cleanup()
        return self.process.returncode
