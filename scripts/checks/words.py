"""Text rules: a TODO names its issue; links in Markdown lead somewhere; lock files name no download address."""

import re
import tree

TODO = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))")
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def slug(heading):
    heading = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")


def anchors(path):
    return {slug(match[1]) for match in re.finditer(r"^#+ +(.+?)\s*#*$", tree.text(path), re.M)}


def check_todos():
    for path in tree.files("*.cpp", "*.h", "*.ts", "*.mjs", "*.py", "*.cmake", "*CMakeLists.txt", "scripts/*", "*.css"):
        if path.name == "words.py":
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            match = TODO.search(line)
            if match:
                yield f"{path}:{number}: {match[1]} without its issue: write {match[1]}(#123)"


def check_link(path, target):
    if re.match(r"[a-z]+:", target):
        return None
    name, _, anchor = target.partition("#")
    # git has no folder above the root: links end inside the repository.
    file = (tree.ROOT / path.parent / name).resolve() if name else tree.ROOT / path
    if not file.exists() or not file.is_relative_to(tree.ROOT):
        return f"dead link {target}"
    if anchor and file.suffix == ".md" and anchor not in anchors(file.relative_to(tree.ROOT)):
        return f"no heading for {target}"
    return None


def check_links():
    for path in tree.files("*.md"):
        fenced = False
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if line.lstrip().startswith("```"):
                fenced = not fenced
            if fenced:
                continue
            for match in LINK.finditer(line):
                problem = check_link(path, match[1])
                if problem:
                    yield f"{path}:{number}: {problem}"


def check_lock_files():
    for path in tree.files("*package-lock.json"):
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if '"resolved"' in line and "http" in line:
                yield f"{path}:{number}: a download address in a lock file"


tree.finish([*check_todos(), *check_links(), *check_lock_files()])
