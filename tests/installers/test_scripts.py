#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people start tells its version and its options, and refuses what it does not know."""
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
VERSION = re.search(r"^project\(archivesmp VERSION ([\d.]+)", (SOURCE / "CMakeLists.txt").read_text(), re.MULTILINE)[1]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


class Scripts(unittest.TestCase):
    def test_each_tells_its_version(self):
        programs = [[SOURCE / "installers/quickstart"], [SOURCE / "tests/run"]]
        programs += [[BUILD / "bin" / name] for name in ("archivesmp-ampsim", "archivesmp-fleetgen", "archivesmpctl",
                                                         "archivesmp-agent")]
        programs += [[BUILD / "bin/archivesmpctl", command] for command in ("servers", "drift", "plan", "check")]
        programs += [[BUILD / "bin/archivesmpctl", "--json", "servers"], [BUILD / "bin/archivesmp-agent", "run"]]
        for program in programs:
            with self.subTest(program=program):
                ended = run(*program, "--version")
                self.assertEqual(ended.returncode, 0, ended.stderr)
                self.assertRegex(ended.stdout, rf"^archivesmp[a-z -]*? {re.escape(VERSION)}\n$")

    def test_the_version_of_a_plan_is_still_an_option_with_a_value(self):
        ended = run(BUILD / "bin/archivesmpctl", "plan", "deploy", "--version")
        self.assertEqual(ended.returncode, 1)
        self.assertEqual(ended.stdout, "")
        self.assertIn("version", ended.stderr)

    def test_each_script_tells_its_options(self):
        for script, options in {"installers/quickstart": ["--headless", "--build", "--data", "--port-base", "--fleet",
                                                          "--expectations", "--bin", "--version"],
                                "tests/run": ["--fast", "--asan", "--tsan", "--bench", "--chaos", "--fuzz", "-R",
                                              "--version"]}.items():
            ended = run(SOURCE / script, "--help")
            self.assertEqual(ended.returncode, 0)
            for option in options:
                self.assertIn(f"  {option}", ended.stdout.replace(", --", "\n  --"), script)

    def test_chaos_wants_a_number_of_minutes(self):
        for minutes in ("", "soon", "0", "-1"):
            with self.subTest(minutes=minutes):
                ended = run(SOURCE / "tests/chaos/run", minutes, BUILD)
                self.assertEqual(ended.returncode, 1)
                self.assertIn("MINUTES" if not minutes else minutes, ended.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
