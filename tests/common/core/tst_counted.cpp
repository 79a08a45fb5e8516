// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/counted.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;

class TestCounted final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyOneIsOne()
    {
        QCOMPARE(counted(0, u"finding", u"findings"), u"0 findings"_s);
        QCOMPARE(counted(1, u"finding", u"findings"), u"1 finding"_s);
        QCOMPARE(counted(12, u"finding", u"findings"), u"12 findings"_s);
    }
};

ARCHIVESMP_TEST(TestCounted)
#include "tst_counted.moc"
