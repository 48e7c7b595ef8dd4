"""clang-tidy over what the dev preset compiles for core and native-server. A file whose text, own headers and
.clang-tidy have not changed since it passed is not looked at again. Usage: tidy.py [--fix]"""

import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tree

PASSED = tree.ROOT / "build/tidy"
OURS = ("core", "native-server")
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)
FOLDERS = [tree.ROOT / folder for folder in ("core/include", "native-server", "tests", "tests/support")]


def sources():
    for entry in json.loads((tree.ROOT / "build/dev/compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        relative = path.relative_to(tree.ROOT) if path.is_relative_to(tree.ROOT) else None
        if relative and relative.parts[0] in OURS and path.suffix == ".cpp" and path.is_file():
            yield path


def own_headers(path, seen):
    """The project's headers that `path` includes, directly or not."""
    for name in INCLUDE.findall(path.read_text(errors="replace")):
        for folder in (path.parent, *FOLDERS):
            header = (folder / name).resolve()
            if header.is_file() and header not in seen:
                seen.add(header)
                own_headers(header, seen)
                break
    return seen


def key_of(path, version):
    digest = hashlib.sha256(version + (tree.ROOT / ".clang-tidy").read_bytes() + path.read_bytes())
    for header in sorted(own_headers(path, set())):
        digest.update(header.read_bytes())
    return digest.hexdigest()


def look_at(path, key, fix):
    command = ["clang-tidy", "--quiet", "-p", "build/dev", "--extra-arg=-Wno-unknown-warning-option", str(path)]
    run = subprocess.run(command + (["--fix"] if fix else []), cwd=tree.ROOT, capture_output=True, text=True)
    if run.returncode == 0:
        (PASSED / key).touch()
        return []
    lines = [line for line in run.stdout.splitlines() if re.search(r": (warning|error): ", line)]
    return [line.replace(str(tree.ROOT) + "/", "") for line in lines] or [f"{path}: clang-tidy: {run.stderr[-400:]}"]


def main():
    fix = "--fix" in sys.argv
    PASSED.mkdir(parents=True, exist_ok=True)
    version = subprocess.run(["clang-tidy", "--version"], capture_output=True, check=True).stdout
    keys = {path: key_of(path, version) for path in set(sources())}
    todo = sorted(path for path, key in keys.items() if not (PASSED / key).exists())
    print(f"{len(todo)} of {len(keys)} files to look at")
    # Two fixes of one header at the same time would garble it.
    with concurrent.futures.ThreadPoolExecutor(1 if fix else os.cpu_count()) as pool:
        results = pool.map(lambda path: look_at(path, keys[path], fix), todo)
        problems = sorted({problem for result in results for problem in result})
    for stale in PASSED.iterdir():
        if stale.name not in keys.values():
            stale.unlink()
    tree.finish(problems)


main()
