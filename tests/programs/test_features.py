#!/usr/bin/env python3
"""Features that trainings share: the same model to the bit with and without; damaged ones are computed anew."""
import hashlib, struct

from programs import Backend, check, main, strategy, test, wait_until

HEAD = 128
WIDE = strategy(epochs=3).replace("lags: 1", "lags: 99")      # of 1500 bars it makes more than a megabyte


def start(folder, name, *settings):
    backend = Backend(folder / name, *(w for s in settings for w in ("--set", s))).start()
    backend.import_bars(n=1500)
    backend.import_bars("BBB", n=1400, seed=2)
    return backend


def weights(backend, **more):
    id = backend.train(WIDE, **more)["id"]
    operation = backend.wait_for(id)
    if operation["state"] != "completed":
        raise AssertionError(str(operation))
    model = backend.get(f"/operations/{id}/result")["model_id"]
    return hashlib.sha256(backend.get(f"/models/{model}/files/model.safetensors")).hexdigest()


def kept(backend):
    return sorted((backend.data / "backend/features").iterdir())


def settled(backend, n):
    return wait_until(lambda: kept(backend) if len(kept(backend)) == n else None, f"{n} files of features")


@test
def a_model_is_the_same_with_shared_features_and_without(folder):
    off, on = start(folder, "off", "training.features_mb=0"), start(folder, "on")
    for symbols in (["AAA"], ["AAA", "BBB"]):
        wanted = weights(off, symbols=symbols)
        check(weights(on, symbols=symbols) == wanted, "computed now")
        before = [p.stat().st_ino for p in settled(on, 5 if len(symbols) == 2 else 2)]
        check(weights(on, symbols=symbols) == wanted, "computed before")
        check([p.stat().st_ino for p in kept(on)] == before, "computed again, though they were there")
    check(not kept(off), "kept, though that is off")
    check(off.stop() == 0 and on.stop() == 0)


@test
def they_are_really_used_and_damaged_ones_are_computed_anew(folder):
    backend = start(folder, "data")
    wanted = weights(backend)
    for file in settled(backend, 2):
        whole = file.read_bytes()
        file.write_bytes(whole[:-4])
    check(weights(backend) == wanted, "cut off")
    wait_until(lambda: all(p.stat().st_size == len(whole) for p in kept(backend)), "whole files in place of the damaged")
    for file in kept(backend):
        whole = file.read_bytes()
        file.write_bytes(whole[:-4] + b"abcd")
    check(weights(backend) == wanted, "changed")
    wait_until(lambda: all(p.read_bytes()[-4:] != b"abcd" for p in kept(backend)), "right files in place of the changed")
    for file in kept(backend):                  # other values, told as if they were right
        whole = file.read_bytes()
        rows, columns, first = struct.unpack("<QQQ", whole[8:32])
        at = lambda row: whole[HEAD + row * columns * 4:HEAD + (row + 1) * columns * 4]
        values = whole[HEAD:HEAD + first * columns * 4] + b"".join(at(row) for row in reversed(range(first, rows)))
        file.write_bytes(whole[:64] + hashlib.sha256(whole[:64] + values).digest() + whole[96:HEAD] + values)
    check(weights(backend) != wanted, "nobody looked at them")
    check(backend.stop() == 0)


@test
def small_ones_are_not_kept(folder):
    backend = start(folder, "data")
    check(backend.wait_for(backend.train(strategy(epochs=6))["id"])["state"] == "completed")
    check(not kept(backend))
    check(backend.stop() == 0)


@test
def they_take_no_more_room_than_they_may_and_go_when_ktrdrd_starts_with_less(folder):
    backend = start(folder, "data", "training.features_mb=3")
    for lags in range(95, 100):
        id = backend.train(WIDE.replace("lags: 99", f"lags: {lags}"))["id"]
        check(backend.wait_for(id)["state"] in ("completed", "failed"))
    room = lambda: sum(p.stat().st_size for p in kept(backend))
    wait_until(lambda: 0 < room() <= 3 << 20, "no more than they may")
    backend.stop()
    backend.options = ("--set", "training.features_mb=0")
    backend.start()
    check(not kept(backend), "features that nobody may use")
    check(backend.stop() == 0)


main()
