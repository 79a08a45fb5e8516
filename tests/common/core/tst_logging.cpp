// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/logging.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;

class TestLogging final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hidesCredentialsInUrls()
    {
        QCOMPARE(withoutCredentials(u"GET https://admin:hunter2@host/x failed"_s),
                 u"GET https://…@host/x failed"_s);
        QCOMPARE(withoutCredentials(u"s3 http://s3/b/k?X-Amz-Signature=abc done"_s),
                 u"s3 http://s3/b/k?… done"_s);
    }

    void leavesOtherTextAlone()
    {
        QCOMPARE(withoutCredentials(u"http://host/path?server=ovh a@b"_s),
                 u"http://host/path?server=ovh a@b"_s);
    }
};

ARCHIVESMP_TEST(TestLogging)
#include "tst_logging.moc"
