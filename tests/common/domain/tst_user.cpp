// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/user.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::domain;

class TestUser final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rolesRiseAndAgentsStandApart()
    {
        QVERIFY(mayActAs(UserRole::Admin, UserRole::Viewer));
        QVERIFY(mayActAs(UserRole::Operator, UserRole::Operator));
        QVERIFY(!mayActAs(UserRole::Viewer, UserRole::Operator));
        QVERIFY(!mayActAs(UserRole::Agent, UserRole::Viewer));
        QVERIFY(!mayActAs(UserRole::Admin, UserRole::Agent));
        QVERIFY(mayActAs(UserRole::Agent, UserRole::Agent));
    }

    void everyNameReadsBack()
    {
        for (int i = 0; i <= static_cast<int>(UserRole::Agent); ++i)
            QCOMPARE(userRoleFromName(nameOf(static_cast<UserRole>(i))),
                     std::optional(static_cast<UserRole>(i)));
        QVERIFY(!userRoleFromName(u"root").has_value());
    }
};

ARCHIVESMP_TEST(TestUser)
#include "tst_user.moc"
