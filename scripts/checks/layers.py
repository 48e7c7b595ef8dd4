"""Includes of core obey core/layers.txt, and core stays free of platform: no clock, random source, file,
socket or platform macro, third-party headers only where they belong, no floating point where money is."""

import re
import tree

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.M)
# What a module of core may include besides the standard library and kaibiao/….
THIRD_PARTY = {"crypto": r"sodium(\.h|/)|mbedtls/", "codec": r"nlohmann/"}
THIRD_PARTY_PARTS = {"mbedtls_config.h", "libsodium_wasm_simd.h"}  # compiled into those libraries, not into core
STANDARD_REFUSED = {
    "random", "fstream", "iostream", "filesystem", "thread", "mutex", "shared_mutex", "condition_variable", "future",
    "atomic", "ctime", "time.h", "cstdio", "stdio.h", "csignal", "signal.h", "locale", "clocale", "regex",
}
PLATFORM_WORDS = re.compile(
    r"\b(__linux__|__unix__|__APPLE__|_WIN32|__EMSCRIPTEN__|__wasm__|__wasm32__|__x86_64__|__aarch64__"
    r"|system_clock|steady_clock|high_resolution_clock|random_device|mt19937|randombytes\w*|getenv|fopen|ifstream"
    r"|ofstream|socket|gettimeofday|clock_gettime|getrandom|std::time|std::rand)\b"
)
FLOATING = re.compile(r"\b(double|float)\b")
FLOATING_REFUSED = re.compile(r"^core/(include/kaibiao/)?(score/|tender/|base/(money|decimal))")


def read_layers():
    allowed = {}
    for line in tree.text("core/layers.txt").splitlines():
        line = line.split("#")[0].strip()
        if not line:
            continue
        module, _, below = line.partition(":")
        allowed[module] = set()
        for name in below.split():
            if name not in allowed:
                tree.finish([f"core/layers.txt: {module} uses {name}, which does not stand above it in the file"])
            allowed[module] |= {name} | allowed[name]
    return allowed


def module_of(path):
    parts = path.parts
    if parts[:3] == ("core", "include", "kaibiao") and len(parts) > 4:
        return parts[3]
    return parts[1] if len(parts) > 2 and parts[1] != "include" else None


def line_of(source, position):
    return source.count("\n", 0, position) + 1


def check_includes(path, module, allowed, source):
    for match in INCLUDE.finditer(source):
        header, where = match[2], f"{path}:{line_of(source, match.start(2))}"
        if header.startswith("kaibiao/"):
            other = header.split("/")[1]
            if other != module and other not in allowed[module]:
                yield f"{where}: {module} must not include {header} (core/layers.txt)"
        elif match[1] == "<":
            if "/" in header or header.endswith(".h"):
                permitted = THIRD_PARTY.get(module)
                if not (permitted and re.match(permitted, header)):
                    yield f"{where}: core/{module} must not include <{header}>"
            elif header in STANDARD_REFUSED:
                yield f"{where}: core must not include <{header}>: no platform in core"
        elif (tree.ROOT / path.parent / header).is_file() is False:
            yield f"{where}: {header} is not a file beside this one"


def check_words(path, source):
    for match in PLATFORM_WORDS.finditer(source):
        yield f"{path}:{line_of(source, match.start())}: core must not use {match[0]}"
    if FLOATING_REFUSED.match(str(path)):
        for match in FLOATING.finditer(source):
            yield f"{path}:{line_of(source, match.start())}: no {match[0]} where money and scores are exact"


def main():
    allowed, problems = read_layers(), []
    for path in tree.files("core/*.cpp", "core/*.h", "core/*.def"):
        module = module_of(path)
        if module is None or path.name in THIRD_PARTY_PARTS:
            continue
        if module not in allowed:
            problems.append(f"{path}: module {module} has no row in core/layers.txt")
            continue
        # Included names stand in quotes, which without_comments blanks.
        problems += check_includes(path, module, allowed, re.sub(r"//[^\n]*", "", tree.text(path)))
        problems += check_words(path, tree.without_comments(tree.text(path)))
    tree.finish(problems)


main()
