// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/service/terminationsignals.h"

#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>
#include <unistd.h>

using namespace archivesmp::agent::service;

class TestTerminationSignals final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void becomeOneQtSignalEach()
    {
        TerminationSignals signalSource;
        QSignalSpy spy(&signalSource, &TerminationSignals::received);

        ::kill(::getpid(), SIGTERM);
        ::kill(::getpid(), SIGINT);

        QTRY_COMPARE(spy.count(), 2);
        QCOMPARE(spy.at(0).at(0).toInt() + spy.at(1).at(0).toInt(), SIGTERM + SIGINT);
    }
};

ARCHIVESMP_TEST(TestTerminationSignals)
#include "tst_terminationsignals.moc"
