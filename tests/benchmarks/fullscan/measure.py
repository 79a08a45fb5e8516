# SPDX-License-Identifier: GPL-3.0-or-later
"""Times the contenders of the full scan on one fleet, in turns, and prints the best of each with what it found."""
import json
import os
import pathlib
import subprocess
import sys
import time

ROUNDS = 5
HERE = pathlib.Path(__file__).parent


def essence(finding):
    return tuple(finding[name] for name in ("physical_server", "instance", "plugin", "file", "key", "kind"))


def run_watched(command):
    """Returns the output, the seconds and the most anonymous memory seen, in MiB."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    most = 0
    os.set_blocking(process.stdout.fileno(), False)
    out = b""
    while process.poll() is None:
        try:
            with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
                for line in status:
                    if line.startswith("RssAnon"):
                        most = max(most, int(line.split()[1]))
        except OSError:
            pass
        out += process.stdout.read() or b""
        time.sleep(0.002)
    seconds = time.perf_counter() - begin
    out += process.stdout.read() or b""
    return out, seconds, most / 1024


def read_everything(fleet):
    begin = time.perf_counter()
    count = size = 0
    for folder, _, names in os.walk(fleet):
        for name in names:
            if name.endswith((".yml", ".json", ".toml", ".properties")):
                with open(os.path.join(folder, name), "rb", buffering=0) as file:
                    size += len(file.read())
                count += 1
    return time.perf_counter() - begin, count, size


def main(ctl, root, expectations):
    fleet = f"{root}/fleet"
    with open(f"{root}/truth.json", encoding="utf-8") as file:
        truth = {essence(drift) for drift in json.load(file)["drifts"]}
    check = [ctl, "check", fleet, "--expectations", expectations, "--json"]
    contenders = {
        "archivesmpctl check": check,
        "archivesmpctl check --threads 2": [*check, "--threads", "2"],
        "PyYAML C loader": [sys.executable, str(HERE / "pyyaml_peer.py"), fleet, expectations],
    }
    best = {name: (float("inf"), 0, b"") for name in contenders}
    floor = float("inf")
    for _ in range(ROUNDS):
        seconds, count, size = read_everything(fleet)
        floor = min(floor, seconds)
        for name, command in contenders.items():
            out, seconds, memory = run_watched(command)
            best[name] = (min(best[name][0], seconds), max(best[name][1], memory), out)
    print(f"{count} files, {size / 1e6:.1f} MB, {len(truth)} drifts; best of {ROUNDS} runs, process start included")
    print(f"{'read every file (Python)':34} {floor * 1000:8.0f} ms")
    for name, (seconds, memory, out) in best.items():
        found = {essence(finding) for finding in json.loads(out)["findings"]}
        kinds = {"changed", "missing_key", "wrong_type"} if "PyYAML" in name else {t[5] for t in truth}
        wanted = {t for t in truth if t[5] in kinds}
        print(f"{name:34} {seconds * 1000:8.0f} ms  RssAnon {memory:6.1f} MiB  "
              f"found {len(found & wanted)} of {len(wanted)}, {len(found - truth)} false")
    ratio = best["PyYAML C loader"][0] / best["archivesmpctl check"][0]
    print(f"PyYAML C loader / archivesmpctl check = {ratio:.1f} (wanted: at least 5)")


if __name__ == "__main__":
    main(*sys.argv[1:])
