// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/protocol/keysnapshot.h"

#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using domain::UserRole;

class TestKeySnapshot final : public QObject
{
    Q_OBJECT

    const Secret _fleetKey{QByteArray(32, 'f')};

    [[nodiscard]] KeySnapshot snapshot() const
    {
        KeySnapshot snapshot{sampleTime(),
                             {{sampleHash('a'), QStringLiteral("jane"), UserRole::Viewer},
                              {sampleHash('b'), QStringLiteral("joe"), UserRole::Admin}},
                             {}};
        snapshot.mac = macOf(snapshot, _fleetKey);
        return snapshot;
    }

private Q_SLOTS:
    void whatTheHostIssuedIsGood() { QVERIFY(verify(snapshot(), _fleetKey)); }

    void anyChangeIsNoticed_data()
    {
        QTest::addColumn<int>("change");
        QTest::newRow("a later time") << 0;
        QTest::newRow("another role") << 1;
        QTest::newRow("another name") << 2;
        QTest::newRow("another key") << 3;
        QTest::newRow("one key more") << 4;
        QTest::newRow("one key less") << 5;
        QTest::newRow("two keys swapped") << 6;
        QTest::newRow("a digit of the proof") << 7;
        QTest::newRow("no proof") << 8;
    }
    void anyChangeIsNoticed()
    {
        QFETCH(int, change);
        KeySnapshot altered = snapshot();
        switch (change) {
        case 0:
            altered.issuedAt = altered.issuedAt.addMSecs(1);
            break;
        case 1:
            altered.keys[0].role = UserRole::Admin;
            break;
        case 2:
            altered.keys[0].name = QStringLiteral("jan");
            break;
        case 3:
            altered.keys[0].sha256 = sampleHash('x');
            break;
        case 4:
            altered.keys.append({sampleHash('c'), QStringLiteral("eve"), UserRole::Admin});
            break;
        case 5:
            altered.keys.removeLast();
            break;
        case 6:
            altered.keys.swapItemsAt(0, 1);
            break;
        case 7:
            altered.mac[0] = char(altered.mac[0] ^ 1);
            break;
        default:
            altered.mac.clear();
        }

        QCOMPARE(verify(altered, _fleetKey).error().code, ErrorCode::Corrupt);
    }

    void anotherFleetsListIsNone()
    {
        QCOMPARE(verify(snapshot(), Secret(QByteArray(32, 'g'))).error().code, ErrorCode::Corrupt);
        QCOMPARE(verify(snapshot(), Secret()).error().code, ErrorCode::Corrupt);
    }
};

ARCHIVESMP_TEST(TestKeySnapshot)
#include "tst_keysnapshot.moc"
