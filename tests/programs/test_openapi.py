#!/usr/bin/env python3
"""GET /api/v1/openapi.json against what the backend takes and answers."""
import json, re

from ib_simulator import Simulator
from programs import Backend, check, main, strategy, test

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


def is_type(value, name):
    if name in ("number", "integer"):
        return isinstance(value, (int, float) if name == "number" else int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def mistakes(value, schema, at="$"):
    """What does not fit: the part of JSON Schema that the document uses, and nothing unknown of it."""
    unknown = set(schema) - {"type", "properties", "required", "additionalProperties", "items", "enum", "format", "maxLength",
                             "anyOf", "allOf"}
    if unknown:
        return [f"{at}: the schema has {unknown}"]
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_type(value, name) for name in names):
        return [f"{at}: {value!r:.60} is not {names}"]
    found = []
    if "anyOf" in schema and all(mistakes(value, s, at) for s in schema["anyOf"]):
        found.append(f"{at}: none of anyOf: {mistakes(value, schema['anyOf'][-1], at)}")
    for part in schema.get("allOf", []):
        found += mistakes(value, part, at)
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: {value!r} is not one of {schema['enum']}")
    if isinstance(value, str):
        if len(value) > schema.get("maxLength", 1 << 30):
            found.append(f"{at}: too long")
        if schema.get("format") == "date-time" and not TIME.match(value):
            found.append(f"{at}: {value!r} is no time")
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{at}: no '{name}'" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            if name in known:
                found += mistakes(inner, known[name], f"{at}.{name}")
            elif isinstance(schema.get("additionalProperties"), dict):
                found += mistakes(inner, schema["additionalProperties"], f"{at}.{name}")
            elif "properties" in schema:
                found.append(f"{at}: '{name}' is not in the schema")
    if isinstance(value, list):
        for i, inner in enumerate(value[:200]):
            found += mistakes(inner, schema.get("items", {}), f"{at}[{i}]")
    return found


def document(backend):
    return backend.get("/openapi.json")


def operations(doc):
    for path, methods in doc["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def reply_schema(operation):
    status = next(s for s in operation["responses"] if s != "default")
    return int(status), operation["responses"][status]["content"]


@test
def the_document_is_whole_and_each_route_is_described(backend):
    doc = document(backend)
    check(doc["openapi"] == "3.1.0" and doc["info"]["title"] == "ktrdr")
    ids = [operation["operationId"] for _, _, operation in operations(doc)]
    check(len(ids) > 35 and len(set(ids)) == len(ids), str(sorted(ids)))
    for method, path, operation in operations(doc):
        check(operation["summary"], f"{method} {path} has no row in route_notes.c")
        named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        check(named == set(re.findall(r"{(\w+)}", path)), path)
        check(operation["responses"]["default"]["$ref"] == "#/components/responses/Problem")
        check(operation["tags"][0] in path)


@test
def no_route_is_in_it_that_is_not_there(backend):
    doc = document(backend)
    for method, path, operation in operations(doc):
        if method != "GET":
            status, headers, _ = backend.request("PATCH", path.replace("{timeframe}", "1d").replace("{", "").replace("}", ""))
            check(status == 405 and method in headers["Allow"].split(", "), f"{method} {path}: {status} {headers['Allow']}")


@test
def what_each_get_answers_is_what_the_document_says(folder):
    with Simulator("--demo") as sim:
        backend = Backend(folder / "data", "--set", f"ib.port={sim.port}").start()
        try:
            look_at_each_get(backend)
        finally:
            check(backend.stop() == 0)


def look_at_each_get(backend):
    doc = document(backend)
    backend.import_bars()
    id = backend.train(strategy())["id"]
    check(backend.wait_for(id)["state"] == "completed")
    model = backend.get(f"/operations/{id}/result")["model_id"]
    folder = backend.data / "strategies"
    folder.mkdir(exist_ok=True)
    (folder / "quick.yaml").write_text(strategy())
    test_ = backend.expect(202, "POST", "/backtests", {"strategy_text": strategy(), "model": model, "symbol": "AAA", "timeframe": "1d"})
    backend.wait_for(test_["id"])
    sweep = backend.expect(202, "POST", "/sweeps", {"strategy_text": strategy(), "seeds": 2, "axes": []})
    backend.wait_for(sweep["id"])
    backend.expect(200, "POST", f"/models/{model}/predict", {"symbol": "AAA"})
    walk = backend.expect(202, "POST", "/walk-forwards", {"strategy_text": strategy(), "train": "300d", "test": "60d"})
    check(backend.wait_for(walk["id"])["state"] == "completed", str(backend.operation(walk["id"])))
    fill = {"symbol": "AAA", "timeframe": "1d", "name": "quick"}
    seen = 0
    for method, path, operation in operations(doc):
        if method != "GET" or path.endswith("/events"):
            continue
        ids = {"models": model, "backtests": test_["id"], "operations": id, "sweeps": sweep["id"],
               "walk-forwards": walk["id"]}
        real = re.sub(r"{(\w+)}", lambda m: ids[path.split("/")[3]] if m[1] == "id" else fill[m[1]], path)
        real = real.replace("files/quick", "files/model.safetensors")
        if path.endswith("/why"):
            real += "?at=" + backend.get(f"/backtests/{test_['id']}/equity")["timestamp"][5]
        if path.endswith("/ib/ranges"):
            real += "?symbol=SYNA"
        wanted, content = reply_schema(operation)
        status, headers, body = backend.request("GET", real)
        check(status == wanted, f"GET {real}: {status} {body}")
        kind = headers["Content-Type"].split(";")[0]
        check(kind in content, f"GET {real}: {kind} is not in {list(content)}")
        if kind in content and "json" in kind:
            found = mistakes(body, content[kind]["schema"])
            check(not found, f"GET {real}: {found[:5]}")
        seen += 1
    check(seen > 18, f"{seen} were tried")
    problem = doc["components"]["responses"]["Problem"]["content"]["application/problem+json"]["schema"]
    for path in ("/api/v1/models/none", "/api/v1/data/A/1x", "/api/v1/data?x=1"):
        status, _, body = backend.request("GET", path)
        check(status >= 400 and not mistakes(body, problem), f"{path}: {mistakes(body, problem)}")


@test
def what_each_post_takes_is_what_the_document_says(backend):
    doc = document(backend)
    for method, path, operation in operations(doc):
        body = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if method != "POST" or not body:
            continue
        real = path.replace("{id}", "none")
        check(body["schema"]["additionalProperties"] is False, path)
        status, _, reply = backend.request("POST", real, {"no_such_field": 1})
        check(status == 422 and "no_such_field" in json.dumps(reply), f"{path}: {reply}")
        for name in body["schema"]["required"]:
            values = {n: [] if p.get("type") == "array" else "x" for n, p in body["schema"]["properties"].items()
                      if n in body["schema"]["required"] and n != name}
            status, _, reply = backend.request("POST", real, values)
            check(status == 422, f"{path} without {name}: {status} {reply}")


main()
