"""A small strategy over a made-up walk, and how tests load, train and backtest it."""
from programs import bars_csv, check

STRATEGY = """name: steps
version: "3.0"
training_data:
  symbols: {symbol: WALK}
  timeframes: {timeframe: 1d}
  history_required: 300
indicators:
  fast: {type: rsi, period: 5}
  swing: {type: distance_from_ma, period: 20}
fuzzy_sets:
  speed:
    indicator: fast
    low: [0, 20, 45]
    high: [55, 80, 100]
  side:
    indicator: swing
    below: {type: trapezoidal, parameters: [-60, -60, -2, 0]}
    above: {type: trapezoidal, parameters: [0, 2, 40, 40]}
nn_inputs:
  - {fuzzy_set: speed}
  - {fuzzy_set: side, lags: 1}
model:
  type: mlp
  architecture: {hidden_layers: [8], activation: relu}
training:
  labels: {source: zigzag, zigzag_threshold: 0.03, label_lookahead: 40}
  data_split: {train: 0.6, validation: 0.2, test: 0.2}
  seed: 7
  epochs: 15
  batch_size: 32
  learning_rate: 0.01
  optimizer: adam
decisions:
  confidence_threshold: 0
  allow_short_from_flat: true
"""
API = "/api/v1/backtests"


def gapped_csv(n, **how):
    """A walk whose opens are none of the closes before."""
    rows = bars_csv(n, **how).splitlines()
    for i, row in enumerate(rows[1:], 1):
        day, _, high, low, close, volume = row.split(",")
        rows[i] = f"{day},{float(low) + 0.3 * (float(high) - float(low)):.4f},{high},{low},{close},{volume}"
    return "\n".join(rows) + "\n"


def load(backend, folder, symbol="WALK", text=None, *words):
    file = folder / f"{symbol}.csv"
    file.write_text(text or gapped_csv(1500))
    done = backend.ktrdr("data", "import", file, "--symbol", symbol, *(words or ("-t", "1d")))
    check(done.status == 0, done.err)


def train(backend, folder, *words):
    file = folder / "steps.yaml"
    file.write_text(STRATEGY)
    done = backend.ktrdr("--quiet", "models", "train", file, *words)
    check(done.status == 0, done.err)
    return file


def run(backend, body):
    """The finished operation of a request that was taken."""
    status, _, operation = backend.request("POST", API, body)
    check(status == 202, f"{status} {operation}")
    return backend.wait_for(operation["id"])


def parts(backend, id):
    return [backend.request("GET", f"{API}/{id}{part}")[2] for part in ("", "/trades", "/equity")]
