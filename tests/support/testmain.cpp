// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"
#include "tests/support/testregistry.h"

#include <QStandardPaths>

#ifdef ARCHIVESMP_TEST_GUI
#include <QApplication>
using Application = QApplication;
#else
#include <QCoreApplication>
using Application = QCoreApplication;
#endif

QString archivesmp::tests::fixture(const QString &path)
{
    return QStringLiteral(ARCHIVESMP_FIXTURES "/") + path;
}

QString archivesmp::tests::builtProgram(const QString &name)
{
    return QStringLiteral(ARCHIVESMP_BIN "/") + name;
}

int main(int argc, char **argv)
{
    // gdb is attached to a test that takes too long, again and again; the test's name says enough.
    qputenv("QTEST_DISABLE_STACK_DUMP", "1");
    // No test reads or writes the settings of the person who runs it.
    QStandardPaths::setTestModeEnabled(true);
#ifdef ARCHIVESMP_TEST_GUI
    // No window of a test appears on anybody's screen, unless it is asked for.
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
#endif
    const Application application(argc, argv);
    return archivesmp::tests::runTests(argc, argv);
}
