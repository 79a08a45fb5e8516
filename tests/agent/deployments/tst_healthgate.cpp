// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/healthgate.h"

#include "tests/fakes/fakeamppanel.h"
#include "tests/support/await.h"
#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::deployments;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::InstanceState;
using tests::FakeAmpPanel;

class TestHealthGate final : public QObject
{
    Q_OBJECT

    std::unique_ptr<FakeAmpPanel> _panel;
    std::unique_ptr<tests::FakeClock> _clock;

    [[nodiscard]] Health watch(bool started = true)
    {
        HealthGate gate(*_panel, *_clock, {20s, 300s, 0ms});
        const GateSubject subject{_panel->server(u"DEV01"_s).entry, u"Alpha"_s, {u"Alpha-2.jar"_s}, started};
        return tests::valueOf(gate.watch(subject));
    }
    void start(int polls = 3)
    {
        FakeAmpPanel::Server &server = _panel->add(u"DEV01"_s, InstanceState::Starting);
        server.pollsLeft = polls;
    }

private Q_SLOTS:
    void init()
    {
        _panel = std::make_unique<FakeAmpPanel>();
        _clock = std::make_unique<tests::FakeClock>();
        _panel->onQuestion = [this] { _clock->advance(1s); };
    }

    void isWellAfterTheMinimum()
    {
        start();
        const auto before = _clock->uptime();

        QVERIFY(watch().healthy);

        QVERIFY(_clock->uptime() - before >= 23s);
    }

    void aCrashWithinTheMinimumIsNotWell()
    {
        start();
        const auto begin = _clock->uptime();
        _panel->onQuestion = [this, begin] {
            _clock->advance(1s);
            if (_clock->uptime() - begin > 15s)
                _panel->server(u"DEV01"_s).state = InstanceState::Stopped;
        };

        QCOMPARE(watch().reason, u"the instance stopped by itself"_s);
    }

    void failsAtTheDeadline()
    {
        start(-1);

        const Health health = watch();

        QVERIFY(!health.healthy);
        QCOMPARE(health.reason, u"it was not running within 300 s, but starting"_s);
    }

    void needsTheServersOwnWord()
    {
        start();
        _panel->boot = [](FakeAmpPanel::Server &) { return InstanceState::Running; };

        QVERIFY(watch().reason.contains(u"Done ("_s));
        QVERIFY(watch(false).healthy);
    }

    void aPanelThatIsAwayForAMomentIsNotASickServer()
    {
        start();
        int questions = 0;
        _panel->onQuestion = [&] {
            _clock->advance(1s);
            questions += 1;
            const bool away = questions > 5 && questions < 9;
            _panel->away = away ? std::optional(Error{ErrorCode::Unavailable, u"away"_s}) : std::nullopt;
        };

        QVERIFY(watch().healthy);
    }

    void readsTheLogOfEveryPlatform_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("against");
        QTest::newRow("Paper, load") << u"Could not load 'plugins/Alpha-2.jar' in folder 'plugins'"_s << true;
        QTest::newRow("Paper, enable")
            << u"Error occurred while enabling Alpha v2 (Is it up to date?)"_s << true;
        QTest::newRow("Paper, disables itself") << u"[Alpha] Disabling Alpha v2"_s << true;
        QTest::newRow("Paper, twice") << u"Ambiguous plugin name 'Alpha' for files in 'plugins'"_s << true;
        QTest::newRow("Velocity") << u"Can't create plugin Alpha"_s << true;
        QTest::newRow("Geyser") << u"Could not load extension Alpha-2.jar"_s << true;
        QTest::newRow("another plugin")
            << u"Error occurred while enabling Beta v2 (Is it up to date?)"_s << false;
        QTest::newRow("a longer name") << u"Error occurred while enabling AlphaPlus v2"_s << false;
        QTest::newRow("a name with a dash") << u"Could not load 'plugins/Alpha-Addon.jar'"_s << false;
        QTest::newRow("good news") << u"[Alpha] Enabling Alpha v2"_s << false;
        QTest::newRow("a player's words") << u"<steve> Alpha is nice"_s << false;
    }
    void readsTheLogOfEveryPlatform()
    {
        QFETCH(const QString, line);
        QFETCH(const bool, against);

        QCOMPARE(speaksAgainst(line, u"Alpha"_s, {u"Alpha-2.jar"_s}), against);
    }

    void quotesTheLineThatSpeaksAgainstIt()
    {
        start();
        _panel->boot = [](FakeAmpPanel::Server &server) {
            FakeAmpPanel::say(server, u"Could not load 'plugins/Alpha-2.jar' in folder 'plugins'"_s);
            FakeAmpPanel::say(server, u"Done (1s)!"_s);
            return InstanceState::Running;
        };

        QCOMPARE(watch().reason, u"the log says: Could not load 'plugins/Alpha-2.jar' in folder 'plugins'"_s);
    }
};

ARCHIVESMP_TEST(TestHealthGate)
#include "tst_healthgate.moc"
