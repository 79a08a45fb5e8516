// SPDX-License-Identifier: GPL-3.0-or-later
// Several test classes in one program, each run by the name of its file.
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace archivesmp::tests {

using TestFactory = std::function<std::unique_ptr<QObject>()>;

// `file` is the path of the source; its base name is how the class is asked for on the command line.
bool registerTest(const char *file, TestFactory factory);

// program [tst_name [Qt Test's own arguments]]; without a name all classes run. Returns the exit status.
int runTests(int argc, char **argv);

// A file of tests/fixtures.
[[nodiscard]] QString fixture(const QString &path);

} // namespace archivesmp::tests

// At the end of a test's source file, before the #include of its .moc.
#define ARCHIVESMP_TEST(Class)                                                                               \
    static const bool registered##Class                                                                      \
        = archivesmp::tests::registerTest(__FILE__, [] { return std::make_unique<Class>(); });
