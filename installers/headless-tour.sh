# SPDX-License-Identifier: GPL-3.0-or-later
# What quickstart --headless shows, each step proven by reading again. Sourced by quickstart, whose functions it uses.
# shellcheck shell=bash

# pick EXPRESSION: evaluates a Python expression over the JSON document `d` on standard input.
pick() { python3 -c 'import json,sys; d=json.load(sys.stdin); print(eval(sys.argv[1], {"d": d, "json": json}))' "$1"; }

sha() { sha256sum "$1" | cut -d' ' -f1; }

# apply_plan PLAN: applies it, follows the job to its end, prints the job's id on standard output.
apply_plan() {
    local job
    job=$(ctl --json apply "$1" --yes --no-wait | pick 'd["job"]')
    ctl job "$job" --follow >&2 || fail "the job $job did not complete"
    echo "$job"
}

minecraft() { echo "$data/fleet/$1/Minecraft"; } # minecraft server/instance

tour_scan() {
    say "Scanning both servers"
    ctl scan || [ $? -eq 2 ] || fail "the scan failed"
    ctl instances
    say "The drift"
    ctl drift && [ -z "$truth" ] || [ $? -eq 2 ] || fail "the findings cannot be listed"
    ctl --json drift >"$data/findings.json" || [ $? -eq 2 ]
    if [ -n "$truth" ]; then
        python3 - "$truth" "$data/findings.json" <<'PY' || fail "the findings are not the injected drifts"
import json, sys
key = lambda f: (f["physical_server"], f["instance"], f["plugin"], f["file"], f["key"], f["kind"])
wanted = sorted(key(f) for f in json.load(open(sys.argv[1]))["drifts"])
found = sorted(key(f) for f in json.load(open(sys.argv[2]))["findings"])
for name, rows in (("not found", set(wanted) - set(found)), ("not injected", set(found) - set(wanted))):
    for row in rows:
        print(name, *row, file=sys.stderr)
if wanted != found:
    sys.exit(1)
servers = {f[0] for f in found}
print(f"All {len(wanted)} injected drifts found on {' and '.join(sorted(servers))}, and nothing else.")
PY
    fi
}

tour_fix() {
    local finding file before after
    # A changed scalar whose fix was worked out: one value to write.
    finding=$(pick 'next((f["id"] for f in d["findings"] if f["kind"] == "changed" and f.get("fix", {}).get("hunk")), "")' <"$data/findings.json")
    if [ -z "$finding" ]; then
        echo "There is no changed value to fix on this fleet."
        return
    fi
    say "Fixing one finding"
    file=$(pick "next(f['physical_server'] + '/' + f['instance'] + '/Minecraft/' + f['file'] for f in d['findings'] if f['id'] == '$finding')" <"$data/findings.json")
    before=$data/before-fix; cp "$data/fleet/$file" "$before"
    ctl plan fix "$finding"
    apply_plan "$(ctl --json plan fix "$finding" | pick 'd["id"]')" >/dev/null
    after=$data/fleet/$file
    echo "What changed in $file:"
    diff "$before" "$after" || true
    [ "$(diff "$before" "$after" | grep -c '^>')" -eq 1 ] || fail "more than one line changed in $file"
}

# Which plugin, its JAR, the instance that proves it (DEV01 where there is one), and one of the other server: a line
# each. The demo brings a newer JAR; of a fleet that was given, a JAR that both have is packed anew, which gives
# another SHA-256 and the same plugin.
choose_deploy() {
    ctl --json plugins >"$data/plugins.json"
    python3 - "$data" <<'PY'
import glob, json, os, shutil, sys, zipfile
data = sys.argv[1]
place = lambda p: f"{p['physical_server']}/{p['instance']}"
installed = [p for p in json.load(open(f"{data}/plugins.json"))["plugins"] if p.get("jar_file")]
newer = sorted(glob.glob(f"{data}/artifacts/*.jar"))
names = {os.path.basename(jar).split("-")[0]: jar for jar in newer}
for first in sorted(installed, key=lambda p: (p["instance"] != "DEV01", place(p), p["name"])):
    if names and first["name"] not in names:
        continue
    others = [p for p in installed
              if p["name"] == first["name"] and p["physical_server"] != first["physical_server"]]
    if not others:
        continue
    jar = names.get(first["name"])
    if jar is None:
        jar = f"{data}/{os.path.basename(first['jar_file'])}"
        shutil.copyfile(f"{data}/fleet/{place(first)}/Minecraft/{first['jar_file']}", jar)
        with zipfile.ZipFile(jar, "a") as archive:
            archive.comment = b"packed anew"
    print(first["name"], jar, place(first), place(others[0]), sep="\n")
    break
PY
}

tour_deploy() {
    local chosen jar='' plugin='' first='' other='' jobs=() instance place f
    chosen=$(choose_deploy) || fail "the plugins cannot be listed"
    { read -r plugin && read -r jar && read -r first && read -r other; } <<<"$chosen" ||
        fail "no plugin has a JAR on instances of both servers: nothing can be deployed"
    for instance in "$first" "$other"; do
        say "Deploying $(basename "$jar") to $instance"
        ctl plan deploy --plugin "$plugin" --jar "$jar" --instance "$instance"
        jobs+=("$(apply_plan "$(ctl --json plan deploy --plugin "$plugin" --jar "$jar" --instance "$instance" | pick 'd["id"]')")")
        place=''
        for f in "$(minecraft "$instance")"/plugins/*.jar; do
            if [ "$(sha "$f")" = "$(sha "$jar")" ]; then place=$f; fi
        done
        [ -n "$place" ] || fail "$(basename "$jar") is not on $instance"
        echo "Proof: $(basename "$place") on $instance has the SHA-256 of the artifact: $(sha "$jar")"
    done
    say "Rolling the deploy on $other back"
    ctl plan rollback "${jobs[1]}"
    apply_plan "$(ctl --json plan rollback "${jobs[1]}" | pick 'd["id"]')" >/dev/null
    for f in "$(minecraft "$other")"/plugins/*.jar; do
        [ "$(sha "$f")" != "$(sha "$jar")" ] || fail "$(basename "$jar") is still on $other"
    done
    echo "Proof: no JAR on $other has that SHA-256 any more."
}

headless_tour() {
    local truth=''
    [ -n "$fleet" ] || truth=$data/truth.json
    tour_scan
    tour_fix
    tour_deploy
    say "Reading again"
    ctl scan || [ $? -eq 2 ]
    ctl drift || [ $? -eq 2 ]
    ctl jobs
    say "Done: two servers, $(ctl --json instances | pick 'len(d["instances"])') instances, scanned, fixed, deployed, rolled back."
}
