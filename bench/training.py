#!/usr/bin/env python3
"""training.py [BUILD]: samples per CPU-second of training, ours beside torch's where python3-torch is
installed: the same net (24 inputs, [64, 32] ReLU, 3 classes), Adam with L2 and clipping, class weights,
one thread, in turns, median of 5. Default for BUILD: build/release."""
import json, pathlib, statistics, subprocess, sys, time

build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build/release")
RUNS, ROWS, BATCHES = 5, 8192, (32, 256)


def ours():
    lines = json.loads(subprocess.check_output([build / "bench/bench-training", "--json"]))
    return {row["batch"]: row["samples_per_s"] for row in lines
            if row["precision"] == "float32" and row["dropout"] == 0}


def make_torch():
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(1)
    x = torch.randn(ROWS, 24)
    score = x[:, 0] * x[:, 1]
    y = torch.where(score > 0.3, 0, torch.where(score < -0.3, 2, 1))

    def run(batch):
        net = torch.nn.Sequential(torch.nn.Linear(24, 64), torch.nn.ReLU(), torch.nn.Linear(64, 32),
                                  torch.nn.ReLU(), torch.nn.Linear(32, 3))
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
        return ROWS * epochs / (time.process_time() - began)

    return run


def main():
    try:
        run_torch = make_torch()
    except ImportError:
        run_torch = None
        print("python3-torch is not installed: ours alone")
    mine, theirs = {b: [] for b in BATCHES}, {b: [] for b in BATCHES}
    for _ in range(RUNS if run_torch else 1):
        for batch, speed in ours().items():
            mine[batch].append(speed)
        for batch in BATCHES if run_torch else ():
            theirs[batch].append(run_torch(batch))
    print("batch  ktrdr samples/s" + ("  torch samples/s  ratio" if run_torch else ""))
    for batch in BATCHES:
        line = f"{batch:5}  {statistics.median(mine[batch]):15.0f}"
        if run_torch:
            other = statistics.median(theirs[batch])
            line += f"  {other:15.0f}  {statistics.median(mine[batch]) / other:5.1f}"
        print(line)


main()
