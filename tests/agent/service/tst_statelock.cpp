// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/service/statelock.h"

#include "tests/support/testregistry.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::service;

class TestStateLock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isHeldByOneAtATime()
    {
        const QTemporaryDir parent;
        const QString folder = parent.filePath(QStringLiteral("state"));
        {
            const Result<StateLock> first = StateLock::take(folder);
            QVERIFY(first.has_value());

            const Result<StateLock> second = StateLock::take(folder);
            QVERIFY(!second.has_value());
            QCOMPARE(second.error().code, ErrorCode::Busy);
            QVERIFY(describe(second.error()).contains(folder));
        }
        QVERIFY(StateLock::take(folder).has_value());
    }

    void makesTheFolderForItsOwnerOnly()
    {
        const QTemporaryDir parent;
        const QString folder = parent.filePath(QStringLiteral("state"));

        const Result<StateLock> lock = StateLock::take(folder);

        QVERIFY(lock.has_value());
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
            | QFile::WriteOther | QFile::ExeOther;
        QCOMPARE(QFileInfo(folder).permissions() & others, QFile::Permissions());
    }
};

ARCHIVESMP_TEST(TestStateLock)
#include "tst_statelock.moc"
