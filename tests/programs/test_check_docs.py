#!/usr/bin/env python3
"""check_docs finds each kind of untruth in a page, and nothing in one that is true."""
import subprocess, sys

from programs import TESTS, check, main, test

CHECKER = TESTS.parent / "tools" / "check_docs"


def complaints(folder, text):
    """What it says of a small tree whose README.md has this text."""
    for name in ("docs", "src/base", "bench"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "src/base/buf.c").write_text("\n")
    (folder / "bench/bench_http.c").write_text("\n")
    (folder / "docs/page.md").write_text("# A page\n\n## The second part\n")
    (folder / "README.md").write_text("[page](docs/page.md)\n" + text)
    done = subprocess.run([sys.executable, CHECKER, folder], capture_output=True, text=True)
    check((done.returncode == 1) == bool(done.stdout), done.stdout + done.stderr)
    return done.stdout


@test
def a_true_page_passes(folder):
    text = ("[anchor](docs/page.md#the-second-part) [web](https://example.org/none) `src/base/buf.c` `src/*/buf.c`\n"
            "`src/base/NAME.c` `src/base/x_<noun>.c`\n```\nbuild/release/bench/bench-http src/base\n```\n")
    check(complaints(folder, text) == "")


@test
def each_untruth_is_told_with_its_line(folder):
    for text, told in (
            ("[gone](docs/gone.md)", "README.md:2: no such file: docs/gone.md"),
            ("[part](docs/page.md#third-part)", "README.md:2: no such heading: docs/page.md#third-part"),
            ("[out](../elsewhere.md)", "README.md:2: "),
            ("`src/base/gone.c`", "README.md:2: no such path: src/base/gone.c"),
            ("`src/gone/*.c`", "README.md:2: no such path: src/gone/*.c"),
            ("`src/gone/NAME.c`", "README.md:2: no such path: src/gone/NAME.c"),
            ("\n```\n$ scripts/gone\n```", "README.md:4: no such path: scripts/gone"),
            ("a " * 61, "README.md:2: 122 columns"),
            ("see " + "/wo" + "rk/x", "README.md:2: '/wo" + "rk' is none")):
        check(told in complaints(folder, text + "\n"), text)


@test
def a_page_that_nobody_links_to_is_told(folder):
    complaints(folder, "")
    (folder / "docs/alone.md").write_text("# Alone\n")
    check("docs/alone.md: no page links to it" in complaints(folder, ""))


if __name__ == "__main__":
    main()
