"""Files of the working tree (tracked, and new ones that are not ignored), and how a check reports."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def files(*patterns):
    """Paths relative to the root that match one of the git patterns, without files deleted from the tree."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [pathlib.PurePosixPath(name) for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def text(path):
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


def without_comments(source):
    """C++ source with comments and the contents of strings blanked, lines kept."""
    out, i, n = [], 0, len(source)
    while i < n:
        if source.startswith("//", i):
            end = source.find("\n", i)
            i = n if end < 0 else end
        elif source.startswith("/*", i):
            end = source.find("*/", i)
            end = n if end < 0 else end + 2
            out.append("\n" * source.count("\n", i, end))
            i = end
        elif source.startswith('R"', i) and (i == 0 or not (source[i - 1].isalnum() or source[i - 1] == "_")):
            mark = source[i + 2 : source.find("(", i)]
            end = source.find(")" + mark + '"', i)
            end = n if end < 0 else end + len(mark) + 2
            out.append('""' + "\n" * source.count("\n", i, end))
            i = end
        elif source[i] == '"' or (source[i] == "'" and not (i and source[i - 1].isalnum())):
            quote, j = source[i], i + 1
            while j < n and source[j] != quote and source[j] != "\n":
                j += 2 if source[j] == "\\" else 1
            out.append(quote + quote)
            i = j + 1
        else:
            out.append(source[i])
            i += 1
    return "".join(out)


def finish(problems):
    """Prints "path:line: message" lines and ends with 1 if there are any."""
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
