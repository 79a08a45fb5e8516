// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/secret.h"

#include "tests/support/testregistry.h"

#include <QTest>

#include <type_traits>

using namespace archivesmp;

template <typename T>
concept Comparable = requires(const T &a, const T &b)
{
    a == b;
};
template <typename T>
concept Loggable = requires(QDebug debug, const T &a)
{
    debug << a;
};

static_assert(!Comparable<Secret>, "a secret must not be compared in a time that depends on it");
static_assert(!Loggable<Secret>, "a secret must not be logged");

class TestSecret final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesByContent()
    {
        QVERIFY(Secret("hunter2").equals(Secret("hunter2")));
        QVERIFY(!Secret("hunter2").equals(Secret("hunter3")));
        QVERIFY(!Secret("hunter2").equals(Secret("hunter22")));
        QVERIFY(Secret().equals(Secret(QByteArray())));
    }

    void aCopyOutlivesItsOriginal()
    {
        Secret copy;
        {
            const Secret original("hunter2");
            copy = original;
        }

        QCOMPARE(copy.reveal(), QByteArray("hunter2"));
    }
};

ARCHIVESMP_TEST(TestSecret)
#include "tst_secret.moc"
