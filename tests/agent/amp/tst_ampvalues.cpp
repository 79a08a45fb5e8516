// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/ampvalues.h"

#include "tests/support/testregistry.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::InstanceState;

class TestAmpValues final : public QObject
{
    Q_OBJECT

    static QJsonValue json(const char *text) { return QJsonDocument::fromJson(text).array().first(); }

private Q_SLOTS:
    void readsBothFormsOfADate()
    {
        const QDateTime at(QDate(2026, 5, 30), QTime(3, 47, 51, 273), Qt::UTC);

        QCOMPARE(amp::readDate(u"2026-05-30T03:47:51.2734646Z"_s).toMSecsSinceEpoch() / 1000,
                 at.toMSecsSinceEpoch() / 1000);
        QCOMPARE(amp::readDate(u"2026-05-30T05:47:51.273+02:00"_s), at);
        QCOMPARE(amp::readDate(u"2026-05-30T03:47:51.273"_s), at);
        QCOMPARE(amp::readDate(u"/Date(%1)/"_s.arg(at.toMSecsSinceEpoch())), at);
        QCOMPARE(amp::readDate(u"/Date(%1+0200)/"_s.arg(at.toMSecsSinceEpoch())), at);
        QVERIFY(!amp::readDate(u"yesterday"_s).isValid());
        QVERIFY(!amp::readDate(QJsonValue()).isValid());
    }

    void readsEveryFormOfAnUptime()
    {
        QCOMPARE(amp::readUptime(u"0:00:00:00"_s), 0s);
        QCOMPARE(amp::readUptime(u"0:10:29:25"_s), 10h + 29min + 25s);
        QCOMPARE(amp::readUptime(u"2.03:04:05.1234567"_s), 51h + 4min + 5s);
        QCOMPARE(amp::readUptime(u"03:04:05"_s), 3h + 4min + 5s);
        QCOMPARE(amp::readUptime(u"long"_s), 0s);
    }

    void reducesEveryState_data()
    {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("state");
        const QList<std::pair<int, InstanceState>> states{
            {-1, InstanceState::Unknown},    {0, InstanceState::Stopped},   {5, InstanceState::Starting},
            {7, InstanceState::Starting},    {10, InstanceState::Starting}, {20, InstanceState::Running},
            {30, InstanceState::Stopping},   {40, InstanceState::Stopping}, {45, InstanceState::Unknown},
            {50, InstanceState::Unknown},    {60, InstanceState::Starting}, {70, InstanceState::Unknown},
            {75, InstanceState::Unknown},    {80, InstanceState::Unknown},  {100, InstanceState::Failed},
            {200, InstanceState::Suspended}, {250, InstanceState::Unknown}, {999, InstanceState::Unknown},
            {12345, InstanceState::Unknown}};
        for (const auto &[number, state] : states)
            QTest::addRow("%d", number) << number << int(state);
    }
    void reducesEveryState()
    {
        QFETCH(int, number);
        QFETCH(int, state);

        const auto status = amp::readStatus(QJsonObject{{u"State"_s, number}});

        QVERIFY(status);
        QCOMPARE(int(status->state), state);
        QCOMPARE(status->ampState, number);
    }

    void readsAStatusOfAnyVersion()
    {
        const auto status = amp::readStatus(json(R"([{"State":20.0,"Uptime":"0:00:01:40","New":{"x":1},
            "Metrics":{"Active Users":{"RawValue":3.0,"MaxValue":20},"Something Else":{}}}])"));
        const auto bare = amp::readStatus(json(R"([{"State":"10"}])"));

        QCOMPARE(status->state, InstanceState::Running);
        QCOMPARE(status->uptime, 100s);
        QCOMPARE(status->players, 3);
        QCOMPARE(bare->state, InstanceState::Starting);
        QVERIFY(!bare->players);
        QCOMPARE(amp::readStatus(QJsonValue()).error().code, ErrorCode::InvalidInput);
    }

    void readsTheListOfInstances()
    {
        const auto list = amp::readInstances(json(R"([[
            {"State":20,"AvailableInstances":[
              {"InstanceID":"AAAAAAAA-0000-0000-0000-000000000001","InstanceName":"ADS01","Module":"ADS"},
              {"InstanceID":"AAAAAAAA-0000-0000-0000-000000000002","InstanceName":"SMP101","Module":"Minecraft",
               "FriendlyName":"SMP 101","Running":true,"AMPVersion":{"Major":2},"ContainerCPUs":0.5},
              {"InstanceID":"AAAAAAAA-0000-0000-0000-000000000003","InstanceName":"../../etc","Module":"Minecraft"},
              {"InstanceName":"NOID","Module":"Minecraft"}]},
            {"State":10},
            {"AvailableInstances":[
              {"InstanceID":"AAAAAAAA-0000-0000-0000-000000000004","InstanceName":"VEL01","Module":"GenericModule",
               "AMPVersion":"2.8.0.4","Suspended":true}]}]])"));

        QCOMPARE(list->size(), 2);
        QCOMPARE(list->at(0).id, u"aaaaaaaa-0000-0000-0000-000000000002"_s);
        QCOMPARE(list->at(0).friendlyName, u"SMP 101"_s);
        QVERIFY(list->at(0).daemonRunning);
        QCOMPARE(list->at(1).name, u"VEL01"_s);
        QCOMPARE(list->at(1).module, u"GenericModule"_s);
        QVERIFY(list->at(1).suspended);
        QVERIFY(!list->at(1).daemonRunning);
        QCOMPARE(amp::readInstances(QJsonObject()).error().code, ErrorCode::InvalidInput);
    }

    void readsConsoleLines()
    {
        const auto lines = amp::readConsole(json(R"([{"ConsoleEntries":[
            {"Timestamp":"/Date(1000)/","Source":"Server thread/INFO","Type":"Console","Contents":"Done"},
            {"Contents":"bare"}]}])"));

        QCOMPARE(lines->size(), 2);
        QCOMPARE(lines->at(0).at.toMSecsSinceEpoch(), 1000);
        QCOMPARE(lines->at(0).source, u"Server thread/INFO"_s);
        QCOMPARE(lines->at(1).text, u"bare"_s);
        QCOMPARE(amp::readConsole(json(R"([{}])"))->size(), 0);
        QCOMPARE(amp::readConsole(QJsonValue()).error().code, ErrorCode::InvalidInput);
    }
};

ARCHIVESMP_TEST(TestAmpValues)
#include "tst_ampvalues.moc"
