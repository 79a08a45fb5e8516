#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails on an include that points the wrong way, a third-party header away from home, or a file without its tag.

The rooms and their directions are those of the architecture: app -> common <- agent, features of the console never
include each other, logic rooms of the agent declare interfaces, adapters implement them, doors call the logic.
"""
import pathlib
import re
import subprocess
import sys

# Room -> the rooms that it may include besides itself.
COMMON = {
    "common/core": [],
    "common/domain": ["common/core"],
    "common/config": ["common/core"],
    "common/expectations": ["common/core", "common/domain", "common/config"],
    "common/drift": ["common/core", "common/domain", "common/config", "common/expectations"],
    "common/scan": ["common/core", "common/domain", "common/config", "common/expectations", "common/drift"],
    "common/protocol": ["common/core", "common/domain"],
    "common/transport": ["common/core", "common/domain", "common/protocol"],
}
LOGIC = ["agent/jobs", "agent/instances", "agent/deployments", "agent/coordinator", "agent/ownserver"]
AGENT = {
    "agent/settings": [],
    "agent/service": [],
    "agent/instances": [],
    "agent/deployments": ["agent/instances", "agent/jobs"],
    "agent/jobs": ["agent/instances", "agent/deployments"],
    "agent/coordinator": [],
    "agent/ownserver": ["agent/coordinator", "agent/instances", "agent/jobs"],
    "agent/amp": LOGIC,
    "agent/storage": LOGIC,
    "agent/redis": LOGIC + ["agent/feed"],
    "agent/feed": LOGIC + ["agent/hostlink"],
    "agent/artifacts": LOGIC,
    "agent/hostlink": LOGIC,
    "agent/rest": LOGIC,
    "agent/control": LOGIC,
}
FEATURES = ["fleet", "drift", "matrix", "deployments", "jobs", "history", "expectations", "connections"]
APP_BASE = ["app/client", "app/credentials", "app/widgets", "app/theme"]
APP = {
    "app/client": [],
    "app/credentials": [],
    "app/theme": [],
    "app/widgets": ["app/theme"],
    "app/cli": ["app/client", "app/credentials"],
    "app/shell": APP_BASE + [f"app/{f}" for f in FEATURES],
    **{f"app/{f}": APP_BASE for f in FEATURES},
}

# Third-party header -> the only rooms that may include it.
HOMES = {
    r"microhttpd\.h": ["agent/rest"],
    r"yaml-cpp/.*": ["agent/settings"],
    r"yaml\.h": ["common/config"],
    r"toml\+\+/.*|toml\.hpp": ["common/config"],
    r"zip\.h": ["common/scan"],
    r"xxhash\.h": ["common/scan"],
    r"qt6keychain/.*|qtkeychain/.*|keychain\.h": ["app/credentials"],
    r"QSql\w*|QtSql(/.*)?": ["agent/storage"],
    r"mysql\.h": ["agent/storage"],
    r"hiredis/.*": ["agent/redis"],
    r"openssl/.*": ["agent/settings", "common/transport"],
    r"QWebSocket\w*|QtWebSockets(/.*)?": ["common/transport", "agent/control"],
    r"QWidget|Q(Main|Dock)\w*|QtWidgets(/.*)?": ["app/*"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|<([^>]+)>)')
TAG = "SPDX-License-Identifier: GPL-3.0-or-later"
TAGGED = (".cpp", ".h", ".cmake", ".py", ".sh", ".mjs", ".qrc", ".sql", ".service", ".template", ".1", "CMakeLists.txt",
          ".gitignore")
FORBIDDEN = {"ignoreSslErrors": "TLS errors are never ignored", "SIGNAL(": "connect by function pointers"}


def room_of(path):
    parts = path.split("/")
    if parts[0] in ("common", "agent", "app") and len(parts) > 2:
        return "/".join(parts[:2])
    return parts[0]


def may_include(room, other):
    if room == other or room in ("agent", "agent/commands", "app", "tests"):
        # Composition roots and tests see all of their side; app and agent still never meet.
        return not {room.split("/")[0], other.split("/")[0]} >= {"app", "agent"}
    if room.startswith("common/"):
        return other in COMMON.get(room, [])
    if other.startswith("common/"):
        return True
    if room.startswith("agent/"):
        return other in AGENT.get(room, [])
    if room.startswith("app/"):
        return other in APP.get(room, [])
    return True


def is_tagged(path, start):
    """Whether the file must carry the tag: by its name, or because it is a script without a suffix."""
    return path.endswith(TAGGED) or ("." not in path.split("/")[-1] and start.startswith("#!"))


def check_file(path, text):
    problems = []
    if is_tagged(path, text) and TAG not in "\n".join(text.splitlines()[:3]):
        problems.append(f"{path}:1: no SPDX line; begin the file with {TAG}")
    if not path.endswith((".cpp", ".h")):
        return problems
    room = room_of(path)
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if match and match.group(1) and "/" in match.group(1):
            other = room_of(match.group(1))
            if other.split("/")[0] in ("common", "agent", "app") and not may_include(room, other):
                problems.append(f"{path}:{number}: {room} must not include {other}")
        if match and match.group(2) and not path.startswith("tests/"):
            for pattern, homes in HOMES.items():
                at_home = any(room == home or (home.endswith("/*") and path.startswith(home[:-1])) for home in homes)
                if re.fullmatch(pattern, match.group(2)) and not at_home:
                    problems.append(f"{path}:{number}: <{match.group(2)}> belongs to {', '.join(homes)} only")
        if not path.startswith("tests/"):
            problems += [f"{path}:{number}: {word}: {why}" for word, why in FORBIDDEN.items() if word in line]
    return problems


def main(root):
    files = subprocess.run(["git", "-C", root, "ls-files", "-co", "--exclude-standard"], capture_output=True, text=True, check=True)
    problems = []
    for name in files.stdout.splitlines():
        path = pathlib.Path(root, name)
        if not path.is_file():
            continue
        with path.open("rb") as file:
            start = file.read(2).decode("latin-1")
        if is_tagged(name, start):
            problems += check_file(name, path.read_text(encoding="utf-8"))
    print("\n".join(problems) if problems else "every include points the right way")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
