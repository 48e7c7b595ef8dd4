"""No file over 600 lines, no function over 60. Functions are found by their braces at clang-format's indent,
so that every language of the project is measured alike."""

import re
import tree

FILE_LINES, FUNCTION_LINES = 600, 60
# A line that opens a body: something with parentheses that ends in "{", but no control statement or namespace.
OPENS = re.compile(r"^(\s*)(?!(if|for|while|switch|do|else|catch|try|namespace|struct|class|enum|union|test|TEST_CASE"
                   r"|SUBCASE|describe|it|export default|return|const enum|interface|type|@)\b|\})"
                   r"(?=.*\()(.*\)[\w\s:&<>,*|.\-\[\]]*|.*=>\s*)\{\s*$")


def long_functions(path, lines):
    i = 0
    while i < len(lines):
        match = OPENS.match(lines[i])
        if match:
            closing = re.compile("^" + match[1] + r"\}")
            end = next((j for j in range(i + 1, len(lines)) if closing.match(lines[j])), i)
            if end - i + 1 > FUNCTION_LINES:
                yield f"{path}:{i + 1}: function of {end - i + 1} lines (at most {FUNCTION_LINES})"
        i += 1


def main():
    problems = []
    suffixes = ("cpp", "h", "c", "ts", "mjs", "js", "py", "css", "html")
    for path in tree.files(*(f"*.{suffix}" for suffix in suffixes)) + tree.files("scripts/*"):
        if "generated" in path.parts or path.suffix in (".txt", ".json"):
            continue
        lines = tree.text(path).splitlines()
        if len(lines) > FILE_LINES:
            problems.append(f"{path}: {len(lines)} lines (at most {FILE_LINES})")
        if path.suffix in (".cpp", ".h", ".ts", ".mjs", ".js"):
            problems += long_functions(path, lines)
    tree.finish(problems)


main()
