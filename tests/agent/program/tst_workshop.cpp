// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/workshop.h"

#include "tests/fakes/fakehostapi.h"
#include "tests/fakes/fakejobfeed.h"
#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QSignalSpy>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestWorkshop final : public QObject
{
    Q_OBJECT

    tests::Sandbox _sandbox;
    SystemClock _clock;
    settings::AgentSettings _settings;
    tests::FakeHostApi *_host = nullptr; // both live in the workshop's thread
    tests::FakeJobFeed *_feed = nullptr;

    // What the host has been told, asked in its own thread.
    [[nodiscard]] QStringList told() const
    {
        QStringList actions;
        QMetaObject::invokeMethod(
            _feed,
            [this, &actions] {
                for (const protocol::LocalDeed &deed : _host->deeds)
                    actions.append(deed.server + u' ' + deed.action + u' ' + deed.detail);
            },
            Qt::BlockingQueuedConnection);
        return actions;
    }

private Q_SLOTS:
    void initTestCase()
    {
        _settings.physicalServer = u"ovh"_s;
        _settings.amp.url = QUrl(u"http://127.0.0.1:9"_s);
        _settings.stateFolder = _sandbox.path(u"state"_s);
        _settings.instancesRoot = _sandbox.path(u"instances"_s);
        _settings.durations.heartbeat = 20ms;
        _settings.durations.retryBase = 1ms;
        _settings.durations.retryCap = 5ms;
    }

    // B41: what the feed brings that nobody may have put there is in the host's records, not in a log alone.
    void b41WhatTheFeedRefusesReachesTheHostsRecords()
    {
        Workshop::Parts parts{.settings = _settings, .clock = _clock, .makeHost = {}, .makeFeeds = {}};
        parts.makeHost = [this] {
            auto host = std::make_unique<tests::FakeHostApi>();
            _host = host.get();
            return host;
        };
        parts.makeFeeds = [this] {
            std::vector<std::unique_ptr<jobs::JobFeed>> feeds;
            feeds.push_back(std::make_unique<tests::FakeJobFeed>());
            _feed = static_cast<tests::FakeJobFeed *>(feeds.front().get());
            return feeds;
        };
        Workshop workshop(std::move(parts));
        QSignalSpy reachable(&workshop, &Workshop::hostStateChanged);
        workshop.start();
        QTRY_VERIFY(!reachable.isEmpty());

        QMetaObject::invokeMethod(_feed, [this] {
            Q_EMIT _feed->entryRefused(u"hello"_s, u"no JSON object"_s, u"archivesmp:jobs:ovh 17-0"_s);
            Q_EMIT _feed->foreignEntryFound(u"theirs"_s);
        });

        QTRY_COMPARE(told().size(), 2);
        QVERIFY(told().contains(
            u"ovh feed.entry_refused entry archivesmp:jobs:ovh 17-0: no JSON object; it holds: hello"_s));
        QCOMPARE(told().filter(u"ovh feed.foreign_fleet entries of the fleet \"theirs\""_s).size(), 1);
        QSignalSpy drained(&workshop, &Workshop::drained);
        workshop.drain();
        QTRY_VERIFY(!drained.isEmpty());
    }
};

ARCHIVESMP_TEST(TestWorkshop)
#include "tst_workshop.moc"
