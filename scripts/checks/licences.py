"""Every npm module and every package of scripts/setup has a licence that licences.txt permits."""

import json
import re
import tree

TABLE = "scripts/checks/licences.txt"


def read_table():
    allowed, packages, test_only, stated = set(), {}, {}, {}
    for line in tree.text(TABLE).splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if words[0] == "allow":
            allowed.add(words[1])
        elif words[0] == "test-only":
            test_only[words[1]] = words[2]
        elif words[0] == "stated":
            stated[words[1]] = words[2]
        else:
            packages[words[1]] = words[2] if words[0] == "linked" else None
    return allowed, packages, test_only, stated


def permitted(expression, allowed):
    """An SPDX expression: one of the OR parts has all of its AND parts on the list."""
    return any(all(part.strip("() ") in allowed for part in option.split(" AND ")) for option in expression.split(" OR "))


def check_modules(allowed, test_only, stated):
    for path in tree.files("*package-lock.json"):
        for place, module in json.loads(tree.text(path)).get("packages", {}).items():
            if not place or module.get("link"):
                continue
            name = place.rpartition("node_modules/")[2]
            licence = module.get("license") or stated.get(name, "none stated")
            if module.get("dev") and test_only.get(name) == licence:
                continue
            if not permitted(licence, allowed):
                yield f"{path}: {name} has licence {licence}, which {TABLE} does not allow"


def check_packages(allowed, packages):
    setup = tree.text("scripts/setup")
    listed = re.search(r"^packages=\((.*?)^\)", setup, re.M | re.S)[1].split()
    listed += re.findall(r"\|\| echo ([\w.-]+)", setup) + re.findall(r"fetch_debian_source (\w+);", setup)
    for name in sorted(set(listed)):
        if name not in packages:
            yield f"scripts/setup: {name} is not in {TABLE}"
        elif packages[name] and packages[name] not in allowed:
            yield f"{TABLE}: {name} has licence {packages[name]}, which is not allowed"


def main():
    allowed, packages, test_only, stated = read_table()
    tree.finish([*check_modules(allowed, test_only, stated), *check_packages(allowed, packages)])


main()
