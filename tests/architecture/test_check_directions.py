#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The direction check must find each kind of wrong edge, and only those."""
import unittest

from check_directions import check_file

TAG = "// SPDX-License-Identifier: GPL-3.0-or-later\n"


def problems(path, line):
    return check_file(path, TAG + line + "\n")


class CheckFile(unittest.TestCase):
    def test_finds_an_edge_against_the_direction(self):
        self.assertTrue(problems("common/core/error.h", '#include "common/domain/job.h"'))
        self.assertTrue(problems("common/config/a.h", '#include "common/domain/job.h"'))
        self.assertTrue(problems("app/client/fleet.cpp", '#include "agent/jobs/jobrunner.h"'))
        self.assertTrue(problems("agent/jobs/a.cpp", '#include "agent/storage/database.h"'))
        self.assertTrue(problems("app/drift/a.cpp", '#include "app/fleet/fleetmodel.h"'))
        self.assertTrue(problems("app/main.cpp", '#include "agent/jobs/jobrunner.h"'))

    def test_lets_the_right_edges_pass(self):
        self.assertFalse(problems("common/drift/a.cpp", '#include "common/expectations/b.h"'))
        self.assertFalse(problems("agent/storage/a.cpp", '#include "agent/coordinator/jobstore.h"'))
        self.assertFalse(problems("agent/agent.cpp", '#include "agent/storage/database.h"'))
        self.assertFalse(problems("app/shell/mainwindow.cpp", '#include "app/drift/driftview.h"'))

    def test_finds_a_third_party_header_away_from_home(self):
        self.assertTrue(problems("common/scan/a.cpp", "#include <yaml.h>"))
        self.assertTrue(problems("agent/jobs/a.cpp", "#include <QSqlQuery>"))
        self.assertTrue(problems("app/client/a.cpp", "#include <qt6keychain/keychain.h>"))
        self.assertFalse(problems("common/config/yaml/a.cpp", "#include <yaml.h>"))
        self.assertFalse(problems("app/fleet/a.cpp", "#include <QWidget>"))
        self.assertTrue(problems("agent/rest/a.cpp", "#include <QWidget>"))

    def test_finds_a_missing_licence_tag(self):
        for path in ["common/core/a.h", "resources/a.qrc", "agent/storage/sql/a.sql", "installers/linux/a.service",
                     "installers/linux/a.yaml.template", "installers/man/a.1", ".gitignore"]:
            self.assertTrue(check_file(path, "nothing\n"), path)
            self.assertFalse(check_file(path, TAG), path)

    def test_finds_a_missing_licence_tag_in_a_script_without_a_suffix(self):
        self.assertTrue(check_file("tests/run", "#!/bin/sh\nexit 0\n"))
        self.assertFalse(check_file("tests/run", "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n"))
        self.assertFalse(check_file("tests/fixtures/all", "no script\n"))

    def test_finds_forbidden_calls(self):
        self.assertTrue(problems("app/client/a.cpp", "reply->ignoreSslErrors();"))


if __name__ == "__main__":
    unittest.main()
