// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/instances/instancepower.h"

#include "tests/fakes/fakeamppanel.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::instances;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::InstanceState;

class TestInstancePower final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::FakeAmpPanel> _panel;
    std::unique_ptr<tests::FakeClock> _clock;
    std::unique_ptr<InstancePower> _power;

private Q_SLOTS:
    void init()
    {
        _panel = std::make_unique<tests::FakeAmpPanel>();
        _clock = std::make_unique<tests::FakeClock>();
        _panel->onQuestion = [this] { _clock->advance(1s); };
        _power = std::make_unique<InstancePower>(*_panel, *_clock, PowerTimes{120s, 300s, 1ms});
    }

    void waitsUntilTheProcessIsGone()
    {
        _panel->add(u"DEV01"_s).pollsToStop = 4;

        QVERIFY(tests::valueOf(_power->stop(_panel->server(u"DEV01"_s).entry)));

        QCOMPARE(_panel->server(u"DEV01"_s).state, InstanceState::Stopped);
        QCOMPARE(_panel->server(u"DEV01"_s).stops, 1);
    }

    void neverKillsWhatDoesNotStop()
    {
        _panel->add(u"DEV01"_s).pollsToStop = -1;

        const auto stopped = tests::valueOf(_power->stop(_panel->server(u"DEV01"_s).entry));

        QCOMPARE(stopped.error().code, ErrorCode::Timeout);
        QCOMPARE(stopped.error().message, u"DEV01 did not stop within 120 s"_s);
        QVERIFY(!_panel->calls.contains(u"kill DEV01"_s));
    }

    void b65StoppingWhatIsStoppedIsNothing()
    {
        _panel->add(u"DEV01"_s, InstanceState::Stopped);

        QVERIFY(tests::valueOf(_power->stop(_panel->server(u"DEV01"_s).entry)));

        QVERIFY(_panel->calls.isEmpty());
    }

    void startsTheDaemonFirst()
    {
        _panel->add(u"DEV01"_s, InstanceState::Stopped).entry.daemonRunning = false;
        const AmpInstance entry = _panel->server(u"DEV01"_s).entry;

        QVERIFY(tests::valueOf(_power->start(entry)));
        QVERIFY(tests::valueOf(_power->waitUntilRunning(entry)));

        QCOMPARE(_panel->calls, (QStringList{u"daemon DEV01"_s, u"start DEV01"_s}));
    }

    void b65StartingWhatRunsIsNothing()
    {
        _panel->add(u"DEV01"_s);

        QVERIFY(tests::valueOf(_power->start(_panel->server(u"DEV01"_s).entry)));

        QVERIFY(_panel->calls.isEmpty());
    }

    // Somebody else was faster: AMP is not asked for what is on its way already.
    void b65WhatStartsIsNotStartedAgainAndWhatStopsIsNotStoppedAgain()
    {
        _panel->add(u"DEV01"_s, InstanceState::Starting);
        _panel->add(u"DEV02"_s, InstanceState::Stopping).pollsToStop = 3;

        QVERIFY(tests::valueOf(_power->start(_panel->server(u"DEV01"_s).entry)));
        QVERIFY(tests::valueOf(_power->stop(_panel->server(u"DEV02"_s).entry)));

        QVERIFY2(_panel->calls.isEmpty(), qPrintable(_panel->calls.join(u' ')));
        QCOMPARE(_panel->server(u"DEV02"_s).state, InstanceState::Stopped);
    }

    // The panel saw another state than we did: its refusal is told as it is, and not asked for again.
    void b65AWrongStateThatThePanelRefusesIsToldAsItIs()
    {
        _panel->add(u"DEV01"_s, InstanceState::Stopped);
        _panel->refuses = Error{ErrorCode::Conflict, u"AMP: the application is running already"_s};

        const auto started = tests::valueOf(_power->start(_panel->server(u"DEV01"_s).entry));

        QCOMPARE(started.error().code, ErrorCode::Conflict);
        QVERIFY(started.error().message.contains(u"running already"));
        QCOMPARE(_panel->calls, QStringList{u"start DEV01"_s});
    }

    void aServerThatGoesDownWhileStartingIsAnError()
    {
        _panel->add(u"DEV01"_s, InstanceState::Stopped).pollsToStart = 3;
        _panel->boot = [](tests::FakeAmpPanel::Server &) { return InstanceState::Stopped; };
        const AmpInstance entry = _panel->server(u"DEV01"_s).entry;

        QVERIFY(tests::valueOf(_power->start(entry)));

        QCOMPARE(tests::valueOf(_power->waitUntilRunning(entry)).error().message,
                 u"DEV01 stopped by itself while starting"_s);
    }

    void aServerThatNeverComesUpIsATimeout()
    {
        _panel->add(u"DEV01"_s, InstanceState::Stopped).pollsToStart = -1;
        const AmpInstance entry = _panel->server(u"DEV01"_s).entry;

        QVERIFY(tests::valueOf(_power->start(entry)));

        QCOMPARE(tests::valueOf(_power->waitUntilRunning(entry)).error().code, ErrorCode::Timeout);
    }

    void outlivesAShortAbsenceOfThePanel()
    {
        _panel->add(u"DEV01"_s);
        int questions = 0;
        _panel->onQuestion = [&] {
            _clock->advance(1s);
            questions += 1;
            _panel->away
                = questions < 4 ? std::optional(Error{ErrorCode::Unavailable, u"away"_s}) : std::nullopt;
        };

        QVERIFY(tests::valueOf(_power->stop(_panel->server(u"DEV01"_s).entry)));
    }

    void namesTheInstanceThatAmpDoesNotKnow()
    {
        QCOMPARE(tests::valueOf(_power->find(u"DEV09"_s)).error().message, u"AMP knows no instance DEV09"_s);
    }
};

ARCHIVESMP_TEST(TestInstancePower)
#include "tst_instancepower.moc"
