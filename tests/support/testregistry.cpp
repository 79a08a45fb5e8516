// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testregistry.h"

#include <QFileInfo>
#include <QTest>

#include <cstdio>
#include <map>

namespace archivesmp::tests {

namespace {

std::map<QString, TestFactory> &factories()
{
    static std::map<QString, TestFactory> all;
    return all;
}

} // namespace

bool registerTest(const char *file, TestFactory factory)
{
    return factories().emplace(QFileInfo(QString::fromUtf8(file)).baseName(), std::move(factory)).second;
}

int runTests(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const QString wanted
        = arguments.size() > 1 && !arguments.at(1).startsWith(u'-') ? arguments.takeAt(1) : QString();

    int failures = 0;
    bool found = false;
    for (const auto &[name, factory] : factories()) {
        if (!wanted.isEmpty() && name != wanted)
            continue;
        found = true;
        const std::unique_ptr<QObject> test = factory();
        failures += QTest::qExec(test.get(), arguments);
    }
    if (!found) {
        std::fprintf(stderr, "no test class of the file %s.cpp\n", qPrintable(wanted));
        return 1;
    }
    return failures;
}

} // namespace archivesmp::tests
