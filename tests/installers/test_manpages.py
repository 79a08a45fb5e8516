#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command and option that --help tells stands in the man page, and nothing that it does not tell."""
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
LONG = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def help_of(program, *command):
    run = subprocess.run([BUILD / "bin" / program, *command, "--help"], capture_output=True, text=True, check=True)
    return run.stdout


def options_in(help_text):
    """Those that the list of options begins its lines with."""
    return {word for line in help_text.splitlines() if line.startswith("  -")
            for word in LONG.findall(line.split("  ", 2)[1])}


def plain(roff):
    return re.sub(r"\\f[BIRP]", "", roff).replace("\\-", "-").replace("\\ ", " ")


def page_of(program):
    """The text of each section, and of each command's own part."""
    parts, name = {}, ""
    for line in plain((SOURCE / "installers/man" / f"{program}.1").read_text(encoding="utf-8")).splitlines():
        if line.startswith((".SH ", ".SS ")):
            name = line.split(" ", 1)[1]
            parts[name] = ""
        elif name:
            parts[name] += line + "\n"
    return parts


class ManPages(unittest.TestCase):
    def check(self, program):
        page = page_of(program)
        overview = help_of(program)
        commands = re.findall(r"^  ([a-z][a-z-]+)  +\S", overview, re.MULTILINE)
        self.assertGreater(len(commands), 5, overview)
        shared = set(LONG.findall(page["OPTIONS"]))
        for command in commands:
            with self.subTest(program=program, command=command):
                self.assertIn(command, page)
                told = options_in(help_of(program, command))
                written = set(LONG.findall(page[command]))
                self.assertFalse(told - written - shared, "not in the page")
                self.assertFalse(written - told, "in the page, but not told by --help")
        titles = {"NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "FILES", "SEE ALSO"}
        self.assertEqual(set(page) - titles, set(commands))

    def test_the_agents_page(self):
        self.check("archivesmp-agent")

    def test_the_command_lines_page(self):
        self.check("archivesmpctl")

    def test_the_units_name_pages_that_are_there(self):
        for unit in (SOURCE / "installers/linux").glob("*.service"):
            for name, section in re.findall(r"man:([\w-]+)\((\d)\)", unit.read_text(encoding="utf-8")):
                self.assertTrue((SOURCE / f"installers/man/{name}.{section}").is_file(), unit.name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
