#!/usr/bin/env python3
"""docs/use_a_model_elsewhere.md: its Python, run as it stands there, says what `ktrdr models predict` says."""
import json, pathlib, re, subprocess

from programs import TESTS, Skip, check, main, strategy, test

PYTHON = "/usr/bin/python3"             # Debian's, with Debian's python3-numpy


def program(folder):
    page = (TESTS / "../docs/use_a_model_elsewhere.md").read_text()
    file = folder / "answer.py"
    file.write_text(re.search(r"```python\n(.*?)```", page, re.S)[1])
    return file


def numbers(line):
    return {name: float(value) for name, value in re.findall(r"(\w+) ([\d.]+)", line.split(":")[0])}


@test
def the_page_answers_as_ktrdr_does_with_every_activation(folder, backend):
    if not pathlib.Path(PYTHON).exists() or subprocess.run([PYTHON, "-c", "import numpy"], capture_output=True).returncode:
        raise Skip(f"no numpy for {PYTHON}: apt-get install python3-numpy")
    backend.import_bars(n=600)
    answer, seen = program(folder), set()
    backend.import_bars("BBB", n=600, seed=2)
    for activation in ("relu", "tanh", "sigmoid", "leaky_relu", "embedding"):
        known = activation == "embedding"
        text = strategy(epochs=12, hidden=(16, 8)).replace("[16, 8]", f"[16, 8], activation: {'tanh' if known else activation}")
        text = text.replace("\nmodel:", "\nmodel:\n  symbol_embedding_dim: 3") if known else text
        symbol = "BBB" if known else "AAA"
        operation = backend.wait_for(backend.train(text, symbols=["AAA", "BBB"] if known else ["AAA"])["id"])
        if operation["state"] != "completed":
            raise AssertionError(str(operation["error"]))
        model = backend.get(f"/operations/{operation['id']}/result")["model_id"]
        weights = folder / "model.safetensors"
        done = backend.ktrdr("models", "export", model, "-o", weights)
        check(done.status == 0, done.err)
        for at in ("2015-06-01", "2015-11-20", "2016-03-01", "2016-08-01"):
            said = backend.ktrdr("--json", "models", "predict", model, symbol, "--at", at)
            (folder / "said.json").write_text(said.out)
            told = json.loads(said.out)
            run = subprocess.run([PYTHON, answer, weights, folder / "said.json"], capture_output=True, text=True)
            check(run.returncode == 0, run.stderr)
            got = numbers(run.stdout)
            wanted = {"BUY": told["buy"], "HOLD": told["hold"], "SELL": told["sell"]}
            check(all(abs(got[name] - wanted[name]) <= 0.000051 for name in wanted), f"{activation} {at}: {run.stdout} {wanted}")
            check(run.stdout.strip().endswith(": " + told["signal"]), f"{run.stdout} {told['signal']}")
            seen.add(round(told["buy"], 3))
    check(len(seen) > 6, f"answers that hardly differ prove little: {seen}")


main()
