#!/usr/bin/env python3
"""What a network learnt of each symbol is what it answers with: in training, test, prediction, backtest and why."""
from programs import bars_csv, check, main, strategy, test

NAMES = ["AAA", "BBB", "CCC"]


def model_of(backend, text, **more):
    operation = backend.wait_for(backend.train(text, symbols=NAMES, **more)["id"])
    if operation["state"] != "completed":
        raise AssertionError(str(operation))
    return backend.get(f"/operations/{operation['id']}/result")["model_id"]


def with_embedding(n):
    return strategy(epochs=8, hidden=(16, 8)).replace("\nmodel:", f"\nmodel:\n  symbol_embedding_dim: {n}")


def said(backend, model, symbol, at=""):
    answer = backend.expect(200, "POST", f"/models/{model}/predict", {"symbol": symbol, **({"at": at} if at else {})})
    return answer["buy"], answer["hold"], answer["sell"]


@test
def symbols_with_the_same_bars_are_told_apart_by_what_was_learnt_of_them_alone(backend):
    for symbol in NAMES:                # the same bars three times
        backend.import_bars(symbol, n=600)
    blind = model_of(backend, strategy(epochs=8, hidden=(16, 8)))
    check(len({said(backend, blind, s) for s in NAMES}) == 1, "the same bars, and nothing else to know")
    knowing = model_of(backend, with_embedding(2))
    check(len({said(backend, knowing, s) for s in NAMES}) == 3, "the symbols are not told apart")
    check(model_of(backend, with_embedding(2)) == knowing, "another model the second time")
    shown = backend.get(f"/models/{knowing}")
    check(shown["embedding"] == 2 and shown["symbols"] == NAMES and shown["inputs"] == backend.get(f"/models/{blind}")["inputs"])
    check(shown["parameters"] == backend.get(f"/models/{blind}")["parameters"] + 2 * 16 + 3 * 2)
    text = backend.ktrdr("models", "show", knowing).out
    check("+ 2 of the symbol" in text, text)


@test
def a_backtest_and_a_test_answer_with_the_numbers_of_their_symbol(backend):
    for seed, symbol in enumerate(NAMES):
        backend.import_bars(symbol, n=600, seed=seed + 1)
    text = with_embedding(3)
    model = model_of(backend, text)
    for symbol in ("CCC", "AAA", "BBB"):
        id = backend.expect(202, "POST", "/backtests", {"strategy_text": text, "model": model, "symbol": symbol, "timeframe": "1d"})["id"]
        operation = backend.wait_for(id)
        check(operation["state"] == "completed", str(operation["error"]))
        at = backend.get(f"/backtests/{id}/equity")["timestamp"][20]
        why = backend.get(f"/backtests/{id}/why?at={at}")
        check((why["buy"], why["hold"], why["sell"]) == said(backend, model, symbol, at[:10]), f"{symbol} {at}: {why}")
    id = backend.expect(202, "POST", f"/models/{model}/test", {})["id"]
    check(backend.wait_for(id)["state"] == "completed")
    sheet = backend.expect(200, "POST", f"/models/{model}/sheet", {"symbols": ["BBB", "AAA"]})
    check([row["symbol"] for row in sheet["items"]] == ["BBB", "AAA"])
    for row in sheet["items"]:
        check(abs(row["confidence"] - max(said(backend, model, row["symbol"]))) < 1e-12)


@test
def of_a_symbol_it_never_saw_it_says_nothing(backend):
    for seed, symbol in enumerate(NAMES + ["DDD"]):
        backend.import_bars(symbol, n=600, seed=seed + 1)
    text = with_embedding(2)
    model = model_of(backend, text)
    check("not trained on 'DDD'" in backend.expect(422, "POST", f"/models/{model}/predict", {"symbol": "DDD"})["detail"])
    status, _, body = backend.request("POST", "/api/v1/backtests", {"strategy_text": text, "model": model, "symbol": "DDD", "timeframe": "1d"})
    if status == 202:
        operation = backend.wait_for(body["id"])
        check(operation["state"] == "failed" and "learnt nothing of 'DDD'" in operation["error"]["detail"], str(operation))
    else:
        check(status == 422 and "DDD" in body["detail"], f"{status} {body}")


main()
