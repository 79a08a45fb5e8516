# SPDX-License-Identifier: GPL-3.0-or-later
"""A drift scan as a script would do it with PyYAML's C loader: the peer of archivesmpctl check.

Knows less than it (no plugins, no types apart, no places, no secrets) and therefore has less to do.
"""
import json
import os
import sys

import yaml

LOADER = yaml.CSafeLoader


def load_json(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def flatten(prefix, value, out):
    if isinstance(value, dict) and value:
        for key, child in value.items():
            flatten(f"{prefix}.{key}" if prefix else str(key), child, out)
    else:
        out[prefix] = value


def expected_of(folder):
    """plugin -> setting -> (universal, {instance: value}, maps resolved)."""
    plugins = {}
    for sub in ("", "paper", "velocity", "geyser"):
        for plugin, settings in load_json(os.path.join(folder, sub, "universal_configs.json")).items():
            flat = plugins.setdefault(plugin, {})
            for key, value in settings.items():
                leaves = {}
                flatten(key, value, leaves)
                for leaf, wanted in leaves.items():
                    flat[leaf] = (wanted, {})
        for plugin, settings in load_json(os.path.join(folder, sub, "variable_configs.json")).items():
            flat = plugins.setdefault(plugin, {})
            for key, by_instance in settings.items():
                for instance, value in by_instance.items():
                    leaves = {}
                    flatten(key, value, leaves)
                    for leaf, wanted in leaves.items():
                        flat.setdefault(leaf, (None, {}))[1][instance] = wanted
    return plugins


def stem_of(key, stems):
    end = len(key)
    while end > 0:
        if key[:end] in stems:
            return key[:end]
        end = key.rfind(".", 0, end)
    return "config"


def scan_plugin(where, server, instance, plugin, settings, findings):
    files = {}
    base = os.path.join(where, plugin)
    for folder, _, names in os.walk(base):
        for name in names:
            if name.endswith((".yml", ".json")):
                path = os.path.join(folder, name)
                files[os.path.relpath(path, base).rsplit(".", 1)[0]] = path
    by_file = {}
    for key, (universal, variable) in settings.items():
        if instance in variable:
            wanted = variable[instance]
        elif universal is not None or not variable:
            wanted = universal
        else:
            continue
        stem = stem_of(key, files)
        by_file.setdefault(stem, []).append((key[len(stem) + 1:] if key.startswith(stem + ".") else key, wanted))
    for stem, wanted in by_file.items():
        path = files.get(stem)
        if path is None:
            continue
        try:
            with open(path, encoding="utf-8") as file:
                document = json.load(file) if path.endswith(".json") else yaml.load(file, LOADER)
        except (yaml.YAMLError, ValueError):
            continue
        actual = {}
        flatten("", document, actual)
        shown = os.path.relpath(path, os.path.dirname(where))
        for key, value in wanted:
            if key not in actual:
                kind = "missing_key"
            elif actual[key] == value and isinstance(actual[key], bool) == isinstance(value, bool):
                continue
            elif type(actual[key]) is type(value):
                kind = "changed"
            else:
                kind = "wrong_type"
            findings.append({"physical_server": server, "instance": instance, "plugin": plugin, "file": shown,
                             "key": key, "kind": kind})


def main(fleet, folder):
    expected = expected_of(folder)
    findings = []
    for server in sorted(os.listdir(fleet)):
        for instance in sorted(os.listdir(os.path.join(fleet, server))):
            where = os.path.join(fleet, server, instance, "Minecraft", "plugins")
            present = set(os.listdir(where)) if os.path.isdir(where) else set()
            for plugin, settings in expected.items():
                if plugin in present:
                    scan_plugin(where, server, instance, plugin, settings, findings)
    json.dump({"findings": findings}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
