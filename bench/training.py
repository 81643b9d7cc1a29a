#!/usr/bin/env python3
"""training.py: samples per CPU-second of training, ours (bench_training.c) beside torch's, where /usr/bin/python3 has
it: the same net (24 inputs, [64, 32] ReLU, 3 classes), Adam with L2 and clipping, class weights, shuffling; one
thread, in turns. Precision float32."""
import subprocess

from figures import Bench, median, ratio

PYTHON, BATCHES = "/usr/bin/python3", (32, 256)
TORCH = """
import sys, time
import torch

ROWS = 8192
torch.set_num_threads(1)
torch.manual_seed(1)
x = torch.randn(ROWS, 24)
score = x[:, 0] * x[:, 1]
y = torch.where(score > 0.3, 0, torch.where(score < -0.3, 2, 1))
for batch in map(int, sys.argv[1:]):
    net = torch.nn.Sequential(torch.nn.Linear(24, 64), torch.nn.ReLU(), torch.nn.Linear(64, 32), torch.nn.ReLU(),
                              torch.nn.Linear(32, 3))
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3, weight_decay=1e-4)
    loss_of = torch.nn.CrossEntropyLoss(weight=torch.tensor([1.1, 0.8, 1.2]))
    epochs, began = 1 if batch == 32 else 4, time.process_time()
    for _ in range(epochs):
        order = torch.randperm(ROWS)
        for at in range(0, ROWS, batch):
            rows = order[at:at + batch]
            optimizer.zero_grad()
            loss_of(net(x[rows]), y[rows]).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
    print(ROWS * epochs / (time.process_time() - began))
"""


def has_torch():
    return not subprocess.run([PYTHON, "-c", "import torch"], stderr=subprocess.DEVNULL).returncode


def main():
    bench = Bench("training", "Training, samples per CPU-second, one thread", rounds=(5, "how often, each in turn"))
    bench.need("bench-training")
    mine, theirs, others = {b: [] for b in BATCHES}, {b: [] for b in BATCHES}, {}
    with_torch = has_torch()
    for _ in range(bench.told.rounds):
        for row in bench.run_json("bench-training", "--json"):
            if row["precision"] == "float32" and not row["dropout"]:
                mine[row["batch"]].append(row["samples_per_s"])
            else:
                name = f'{row["precision"]}, batch {row["batch"]}, dropout {row["dropout"]}'
                others.setdefault(name, []).append(row["samples_per_s"])
        if with_torch:
            out = subprocess.check_output([PYTHON, "-c", TORCH, *map(str, BATCHES)], text=True)
            for batch, speed in zip(BATCHES, out.split()):
                theirs[batch].append(float(speed))
    for batch in BATCHES:
        beside = {"beside": ("torch", median(theirs[batch])), "ratio": ratio(mine[batch], theirs[batch]),
                  "goal": (">=", 1), "of": "ratio"} if with_torch else {}
        bench.add(f"float32, batch {batch}", median(mine[batch]), "/s", **beside)
    for name, speeds in others.items():
        bench.add(name, median(speeds), "/s")
    if not with_torch:
        bench.note("python3-torch is not installed for /usr/bin/python3: ours alone")
    bench.end()


main()
