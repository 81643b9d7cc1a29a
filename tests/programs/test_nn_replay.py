"""nn_replay against torch 1.13 (extra data), and against a plain second writing of the net in Python."""
import json, math, os, pathlib, random, subprocess, sys, tempfile

build = pathlib.Path(os.environ["KTRDR_BUILD"])
tests = pathlib.Path(os.environ["KTRDR_TESTS"])
extra = pathlib.Path(os.environ.get("KTRDR_EXTRA", tests / "../../shared"))
passed, failed, skipped = 0, 0, 0


def check(held, what):
    global passed, failed
    passed, failed = passed + bool(held), failed + (not held)
    if not held:
        print(f"not so: {what}")


def replay(path):
    done = subprocess.run([build / "nn_replay", path], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"nn_replay {path}: {done.stderr}\n0 passed, 1 failed")
    return json.loads(done.stdout)


def flat(value):
    return [x for item in value for x in flat(item)] if isinstance(value, list) else [value]


def furthest(got, want):
    got, want = flat(got), flat(want)
    assert len(got) == len(want)
    return max(abs(g - w) if math.isfinite(g) else math.inf for g, w in zip(got, want))


# ---- a net in plain Python: one row at a time, in the order of a textbook ----

def forward(net, x, activation):
    values = [x]
    for l, (w, b) in enumerate(net):
        z = [bias + math.fsum(a * v for a, v in zip(row, values[-1])) for row, bias in zip(w, b)]
        if l + 1 < len(net):
            z = [math.tanh(v) for v in z] if activation == "tanh" else [max(v, 0.0) for v in z]
        values.append(z)
    return values


def slopes(z, label, target, config, outputs):
    """Loss of a row and its slope by the outputs."""
    if config.get("loss") in ("huber", "mse"):
        off, delta = z[0] - target, config.get("delta", 1.0)
        if config["loss"] == "mse":
            return off * off, [2 * off] + [0.0] * (outputs - 1)
        if abs(off) <= delta:
            return off * off / 2, [off] + [0.0] * (outputs - 1)
        return delta * (abs(off) - delta / 2), [math.copysign(delta, off)] + [0.0] * (outputs - 1)
    top = max(z)
    total = math.fsum(math.exp(v - top) for v in z)
    p = [math.exp(v - top) / total for v in z]
    entropy, factor = math.log(total) - (z[label] - top), 1.0
    if config.get("loss") == "focal":
        gamma, own = config["gamma"], p[label]
        factor = (1 - own) ** gamma + gamma * (1 - own) ** (gamma - 1) * own * entropy
        entropy *= (1 - own) ** gamma
    return entropy, [factor * (v - (i == label)) for i, v in enumerate(p)]


def batch_gradient(net, file, rows, config):
    numbers = config.get("loss") in ("huber", "mse")
    weights = [file["class_weights"][file["y"][r]] if config.get("cw") and not numbers else 1.0 for r in rows]
    total, loss = math.fsum(weights), 0.0
    gradient = [([[0.0] * len(w[0]) for _ in w], [0.0] * len(b)) for w, b in net]
    for r, weight in zip(rows, weights):
        values = forward(net, file["X"][r], file["arch"]["activation"])
        row_loss, delta = slopes(values[-1], file["y"][r], file["targets"][r], config, len(values[-1]))
        loss += weight / total * row_loss
        delta = [d * weight / total for d in delta]
        for l in range(len(net) - 1, -1, -1):
            for o, d in enumerate(delta):
                gradient[l][1][o] += d
                for i, v in enumerate(values[l]):
                    gradient[l][0][o][i] += d * v
            if l:
                back = [math.fsum(d * net[l][0][o][i] for o, d in enumerate(delta)) for i in range(len(values[l]))]
                if file["arch"]["activation"] == "tanh":
                    delta = [b * (1 - v * v) for b, v in zip(back, values[l])]
                else:
                    delta = [b if v > 0 else 0.0 for b, v in zip(back, values[l])]
    return loss, gradient


def moved(config, step, state, w, g):
    """A weight after one step; state is its two moments."""
    lr, wd, opt = config["lr"], config.get("wd", 0.0), config["opt"]
    if opt == "adamw":
        w *= 1 - lr * wd
    else:
        g += wd * w
    if opt == "sgd":
        state[0] = config.get("mom", 0.0) * state[0] + g
        return w - lr * state[0]
    if opt == "rmsprop":
        state[1] = 0.99 * state[1] + 0.01 * g * g
        return w - lr * g / (math.sqrt(state[1]) + config["eps"])
    b1, b2 = config["betas"]
    state[0] = b1 * state[0] + (1 - b1) * g
    state[1] = b2 * state[1] + (1 - b2) * g * g
    root = math.sqrt(state[1] / (1 - b2 ** step)) + config["eps"]
    return w - lr * state[0] / (1 - b1 ** step) / root


def train(file, config):
    net = [([list(row) for row in file["init"][f"l{l}.weight"]], list(file["init"][f"l{l}.bias"]))
           for l in range(1, len(file["arch"]["hidden"]) + 2)]
    states, losses = {}, []
    for step in range(1, file["steps"] + 1):
        rows = file["order"][(step - 1) * file["batch"]:step * file["batch"]]
        loss, gradient = batch_gradient(net, file, rows, config)
        losses.append(loss)
        norm = math.sqrt(math.fsum(g * g for layer in gradient for part in layer for g in flat(part)))
        scale = min(1.0, config["clip"] / (norm + 1e-6)) if config.get("clip") else 1.0
        for l, (w, b) in enumerate(net):
            for o in range(len(b)):
                b[o] = moved(config, step, states.setdefault((l, o), [0.0, 0.0]), b[o], gradient[l][1][o] * scale)
                for i in range(len(w[o])):
                    w[o][i] = moved(config, step, states.setdefault((l, o, i), [0.0, 0.0]), w[o][i],
                                    gradient[l][0][o][i] * scale)
    return losses, net


def make_file(seed, inputs, hidden, outputs, activation, batch):
    draw = random.Random(seed)
    sizes = [inputs, *hidden, outputs]
    rows, steps = 40, 12
    near = lambda n: draw.uniform(-1, 1) / math.sqrt(n)
    init = {}
    for l, (a, b) in enumerate(zip(sizes, sizes[1:]), 1):
        init[f"l{l}.weight"] = [[near(a) for _ in range(a)] for _ in range(b)]
        init[f"l{l}.bias"] = [near(a) for _ in range(b)]
    adam = {"opt": "adam", "lr": 0.01, "betas": [0.9, 0.999], "eps": 1e-8}
    cases = {
        "adam": adam,
        "adam_all": {**adam, "wd": 0.01, "clip": 0.05, "cw": True},
        "adamw": {**adam, "opt": "adamw", "wd": 0.1},
        "sgd": {"opt": "sgd", "lr": 0.1, "wd": 0.01},
        "momentum": {"opt": "sgd", "lr": 0.05, "mom": 0.9},
        "rmsprop": {"opt": "rmsprop", "lr": 0.01, "eps": 1e-8, "betas": None},
        "focal": {**adam, "loss": "focal", "gamma": 2.0, "cw": True},
        "focal_half": {**adam, "loss": "focal", "gamma": 0.5},
        "huber": {**adam, "loss": "huber", "delta": 0.1},
        "mse": {**adam, "loss": "mse"},
    }
    return {
        "arch": {"inputs": inputs, "hidden": hidden, "outputs": outputs, "activation": activation},
        "batch": batch, "steps": steps, "init": init,
        "X": [[draw.gauss(0, 1) for _ in range(inputs)] for _ in range(rows)],
        "y": [draw.randrange(outputs) for _ in range(rows)],
        "targets": [draw.gauss(0, 0.3) for _ in range(rows)],
        "order": [draw.randrange(rows) for _ in range(steps * batch)],
        "class_weights": [draw.uniform(0.5, 2) for _ in range(outputs)],
        "cases": {name: {"config": config} for name, config in cases.items()},
    }


def hold_against_plain_python(*shape):
    file = make_file(*shape)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as out:
        json.dump(file, out)
        out.flush()
        got = replay(out.name)
    for name, case in file["cases"].items():
        losses, net = train(file, case["config"])
        for precision, loss_within, weight_within in (("float64", 1e-12, 1e-11), ("float32", 5e-6, 1e-4)):
            ours, where = got[name][precision], f"{shape} {name} {precision}"
            check(furthest(ours["loss"], losses) <= loss_within, f"{where}: loss")
            for l, (w, b) in enumerate(net, 1):
                check(furthest(ours["weights"][f"l{l}.weight"], w) <= weight_within, f"{where}: l{l}.weight")
                check(furthest(ours["weights"][f"l{l}.bias"], b) <= weight_within, f"{where}: l{l}.bias")


for shape in ((1, 5, [7, 3], 3, "tanh", 9), (2, 12, [16, 8], 3, "relu", 8), (3, 1, [9], 2, "relu", 1),
              (4, 3, [], 4, "tanh", 5), (5, 9, [17, 1, 8], 9, "tanh", 6)):
    hold_against_plain_python(*shape)

# ---- torch ----

oracle = extra / "oracle/mlp/mlp_oracle.json"
if oracle.exists():
    want, got = json.loads(oracle.read_text()), replay(oracle)
    check(set(got) == set(want["cases"]), "every case is there")
    for name, case in want["cases"].items():
        for precision, loss_within, weight_within in (("float64", 1e-12, 1e-12), ("float32", 2e-6, 1e-5)):
            ours, theirs, where = got[name][precision], case[precision], f"torch {name} {precision}"
            check(furthest(ours["loss"], theirs["loss"]) <= loss_within, f"{where}: loss")
            check(furthest(ours["softmax"][:8], theirs["softmax_final_first8"]) <= weight_within, f"{where}: softmax")
            for tensor, values in theirs["weights_after"].get("100", {}).items():
                check(furthest(ours["weights"][tensor], values) <= weight_within, f"{where}: {tensor}")
            sums = case.get(f"checksums_{precision}", {}).get("100", {})
            for tensor, sum_of in sums.items():
                values = flat(ours["weights"][tensor])
                within = weight_within * len(values)
                check(abs(math.fsum(values) - sum_of["sum"]) <= within, f"{where}: sum of {tensor}")
                check(abs(values[-1] - sum_of["last"]) <= weight_within, f"{where}: last of {tensor}")
else:
    skipped += 1
    print(f"skipped: no {oracle}")

for text in ("", "{}", "[1]", '{"arch": {"inputs": 0, "hidden": [], "outputs": 3, "activation": "relu"}}'):
    with tempfile.NamedTemporaryFile("w", suffix=".json") as out:
        out.write(text)
        out.flush()
        done = subprocess.run([build / "nn_replay", out.name], capture_output=True, text=True)
        check(done.returncode == 2 and done.stderr.startswith("nn_replay: "), f"{text!r} is refused")

print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(failed > 0)
