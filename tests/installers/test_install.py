#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The README's steps to a running host, really taken, below a folder that is thrown away and by another user than root."""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE, BUILD = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
AMP = 65534 if os.geteuid() == 0 else os.geteuid()  # who stands for the user amp


def commands():
    """The lines of the README that begin with sudo, up to where the client's part begins."""
    text = (SOURCE / "README.md").read_text(encoding="utf-8")
    text = text[text.index("## Run it for real"):text.index("4. On each client")]
    return [line.split("  #")[0].strip() for line in re.findall(r"^ {4,}(sudo .*)$", text, re.MULTILINE)]


class Install(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.folder.chmod(0o755)
        self.addCleanup(shutil.rmtree, self.folder)
        self.config = self.folder / "etc/host-config.yaml"
        self.sealed = ""

    def mapped(self, command):
        """The same command on this folder."""
        for there, here in {"/etc/archivesmp": "etc", "/var/lib/archivesmp": "state", "/usr/local": "prefix"}.items():
            command = command.replace(there, str(self.folder / here))
        return command.replace("cmake --install build/release",
                               f"cmake --install {BUILD} --prefix {self.folder / 'prefix'}")

    def run_as(self, user, words, text=None):
        if words[0] == "archivesmp-agent":
            words = [str(self.folder / "prefix/bin" / words[0]), *words[1:]]
        as_user = {"user": user, "group": user, "extra_groups": []} if os.geteuid() == 0 else {}
        ended = subprocess.run(words, input=text, capture_output=True, text=True, check=False, timeout=60, **as_user)
        self.assertEqual(ended.returncode, 0, f"{words}\n{ended.stdout}\n{ended.stderr}")
        return ended.stdout.strip()

    def fill_in(self):
        """What a person would do in the editor: the embedded engines, ports that are free."""
        text = self.config.read_text(encoding="utf-8")
        for section in ("redis", "mariadb", "minio"):
            text = re.sub(rf"^{section}:\n(?:[ #].*\n|\n(?=[ #]))+", "", text, flags=re.MULTILINE)
        text = text.replace("password: <encrypted>", f"password: {self.sealed}", 1)
        text = re.sub(r"port: 800\d", "port: 0", text)
        text = text.replace("/var/lib/archivesmp", str(self.folder / "state"))
        text = text.replace("/home/amp/.ampdata/instances", str(self.folder / "state"))
        self.config.write_text(text + "\nbind: 127.0.0.1\n", encoding="utf-8")

    def step(self, command):
        words = shlex.split(self.mapped(command))[1:]
        if words[0] == "systemctl":
            self.check_unit(words[-1])
            return ""
        if words[:2] != ["-u", "amp"]:
            if os.geteuid() != 0 and words[0] == "install":
                words = [w for i, w in enumerate(words) if w not in ("-o", "-g") and words[i - 1] not in ("-o", "-g")]
            return self.run_as(os.geteuid(), [str(AMP) if word == "amp" else word for word in words])
        words = words[2:]
        if words[0] == "editor":
            self.fill_in()
            return ""
        output = self.run_as(AMP, words, "amp's secret\n" if "encrypt" in words else None)
        if "encrypt" in words:
            self.assertTrue(output.startswith("enc:v1:"))
            self.sealed = output
        return output

    def check_unit(self, name):
        unit = self.folder / f"prefix/lib/systemd/system/{name}.service"
        text = unit.read_text(encoding="utf-8")
        program, *arguments = shlex.split(re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)[1])
        self.assertEqual(program, str(self.folder / "prefix/bin/archivesmp-agent"))
        self.assertRegex(text, r"(?m)^User=amp$")
        for page, section in re.findall(r"man:([\w-]+)\((\d)\)", text):
            self.assertTrue((self.folder / f"prefix/share/man/man{section}/{page}.{section}").is_file())
        self.check_start([program, *[self.mapped(word) for word in arguments]])

    def check_start(self, words):
        as_user = {"user": AMP, "group": AMP, "extra_groups": []} if os.geteuid() == 0 else {}
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **as_user) as agent:
            said = []
            for line in agent.stdout:
                said.append(line)
                if line.startswith("listening "):
                    break
            agent.terminate()
            agent.communicate(timeout=60)
        self.assertTrue(said and said[-1].startswith("listening "), "".join(said))

    def test_the_readmes_steps_lead_to_a_running_host(self):
        steps = commands()
        self.assertTrue(any("systemctl" in step for step in steps))
        outputs = [self.step(step) for step in steps]

        self.assertTrue(any(output.startswith("asmp_") for output in outputs))
        for file in (self.config, self.folder / "etc/secret.key", self.folder / "state/database.key"):
            status = file.stat()
            self.assertEqual((status.st_uid, status.st_mode & 0o7777), (AMP, 0o600), file)
        for name in ("archivesmp-agent", "archivesmpctl"):
            self.assertTrue(os.access(self.folder / "prefix/bin" / name, os.X_OK))
        self.assertTrue((self.folder / "prefix/share/archivesmp/client-config.yaml.template").is_file())
        self.check_clients_unit()

    def check_clients_unit(self):
        text = (self.folder / "prefix/lib/systemd/system/homeamp-client-agent.service").read_text(encoding="utf-8")
        self.assertIn(f"ExecStart={self.folder}/prefix/bin/archivesmp-agent run", text)
        self.assertNotIn("/usr/bin/", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
