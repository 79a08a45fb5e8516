// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/keypath.h"

#include "tests/support/testregistry.h"

#include <QRandomGenerator>
#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;

class TestKeyPath final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapesDotsAndBackslashesOnly()
    {
        const KeyPath path({"phases/11500_the end", "a.b", "c\\d", "01"});

        QCOMPARE(path.toString(), u"phases/11500_the end.a\\.b.c\\\\d.01"_s);
    }

    void readsBackWhatItWrote()
    {
        QRandomGenerator random(5);
        const QByteArray alphabet = ".\\ab/ 0";
        for (int round = 0; round < 2000; ++round) {
            QList<QByteArray> keys(1 + random.bounded(4));
            for (QByteArray &key : keys) {
                const int length = 1 + random.bounded(5);
                for (int i = 0; i < length; ++i)
                    key += alphabet.at(random.bounded(static_cast<int>(alphabet.size())));
            }
            const KeyPath path(keys);
            QCOMPARE(KeyPath::fromString(path.toString()), path);
        }
    }

    void anEmptyTextIsTheEmptyPath()
    {
        QVERIFY(KeyPath::fromString(u"").isEmpty());
        QCOMPARE(KeyPath().toString(), QString());
        QCOMPARE(KeyPath().parent(), KeyPath());
    }

    void knowsItsFamily()
    {
        const KeyPath path = KeyPath::fromString(u"a.b.c");

        QCOMPARE(path.last(), QByteArray("c"));
        QCOMPARE(path.parent(), KeyPath::fromString(u"a.b"));
        QCOMPARE(path.parent().child("c"), path);
        QVERIFY(path.startsWith(KeyPath::fromString(u"a.b")));
        QVERIFY(!path.startsWith(KeyPath::fromString(u"b")));
        QVERIFY(!KeyPath::fromString(u"a").startsWith(path));
    }
};

ARCHIVESMP_TEST(TestKeyPath)
#include "tst_keypath.moc"
