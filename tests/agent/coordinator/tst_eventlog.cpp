// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/eventlog.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::coordinator;
using namespace Qt::StringLiterals;

class TestEventLog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersRiseWithoutGaps()
    {
        EventLog log;
        QObject context;
        QList<qint64> numbers;
        QCOMPARE(
            log.subscribe(&context, [&](const protocol::Event &event) { numbers.append(event.sequence); }),
            0);

        log.publish(protocol::ResyncNeeded());
        log.publish(protocol::ResyncNeeded());

        QTRY_COMPARE(numbers, QList<qint64>({1, 2}));
        QCOMPARE(log.sequence(), 2);
    }

    void aLateSubscriberIsToldWhereItBegins()
    {
        EventLog log;
        QObject context;
        QList<qint64> numbers;
        log.publish(protocol::ResyncNeeded());

        QCOMPARE(
            log.subscribe(&context, [&](const protocol::Event &event) { numbers.append(event.sequence); }),
            1);
        log.publish(protocol::ResyncNeeded());

        QTRY_COMPARE(numbers, QList<qint64>{2});
    }

    void aSubscriberThatIsGoneIsNotCalled()
    {
        EventLog log;
        int calls = 0;
        {
            QObject context;
            log.subscribe(&context, [&](const protocol::Event &) { ++calls; });
            log.publish(protocol::ResyncNeeded());
        }

        QCoreApplication::processEvents();
        log.publish(protocol::ResyncNeeded());
        QCoreApplication::processEvents();

        QCOMPARE(calls, 0);
    }
};

ARCHIVESMP_TEST(TestEventLog)
#include "tst_eventlog.moc"
