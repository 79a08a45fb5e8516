// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/instance.h"
#include "common/domain/physicalserver.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

class TestInstance final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreSafeInPaths_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("valid");
        QTest::newRow("plain") << u"BENT01"_s << true;
        QTest::newRow("all characters") << u"a.b-c_9"_s << true;
        QTest::newRow("64") << QString(64, u'a') << true;
        QTest::newRow("65") << QString(65, u'a') << false;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("dot") << u"."_s << false;
        QTest::newRow("dots") << u".."_s << false;
        QTest::newRow("escape") << u"../../etc"_s << false;
        QTest::newRow("NUL") << QString(u"DEV01"_s + QChar(0)) << false;
        QTest::newRow("look-alike") << u"DЕV01"_s << false;
    }

    void namesAreSafeInPaths()
    {
        QFETCH(QString, name);
        QFETCH(bool, valid);

        QCOMPARE(isValidInstanceName(name), valid);
    }

    void everyNameReadsBack()
    {
        for (int i = 0; i <= static_cast<int>(InstanceState::Suspended); ++i)
            QCOMPARE(instanceStateFromName(nameOf(static_cast<InstanceState>(i))),
                     std::optional(static_cast<InstanceState>(i)));
        for (int i = 0; i <= static_cast<int>(Platform::Geyser); ++i)
            QCOMPARE(platformFromName(nameOf(static_cast<Platform>(i))),
                     std::optional(static_cast<Platform>(i)));
        for (int i = 0; i <= static_cast<int>(ServerState::NeverSeen); ++i)
            QCOMPARE(serverStateFromName(nameOf(static_cast<ServerState>(i))),
                     std::optional(static_cast<ServerState>(i)));
        QCOMPARE(serverRoleFromName(u"host"), std::optional(ServerRole::Host));
        QCOMPARE(serverRoleFromName(u"client"), std::optional(ServerRole::Client));
        QVERIFY(!serverRoleFromName(u"hst").has_value());
    }
};

ARCHIVESMP_TEST(TestInstance)
#include "tst_instance.moc"
