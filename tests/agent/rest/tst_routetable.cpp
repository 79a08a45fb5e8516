// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/routetable.h"

#include "agent/rest/endpoints.h"
#include "agent/rest/restdoor.h"
#include "tests/fakes/fakefleetservice.h"
#include "tests/fakes/fakeordermemory.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::rest;
using namespace Qt::StringLiterals;

namespace {

Route route(const QByteArray &method, const QString &path, const Access &access = Access::everybody())
{
    return {.method = method, .path = path, .access = access, .answer = [](const ApiRequest &) {
                return answerNow(ApiReply{});
            }};
}

} // namespace

class TestRouteTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // T8
    void aRouteWithoutARoleIsAnErrorAtTheStart()
    {
        RouteTable table;

        const auto added = table.add(route("GET", u"/api/secrets"_s, Access()));

        QVERIFY(!added);
        QVERIFY(added.error().message.contains("GET /api/secrets"_L1));
        QVERIFY(table.all().empty());
    }

    void twoRoutesForOneOperationAreAnError()
    {
        RouteTable table;
        QVERIFY(table.add(route("GET", u"/a"_s)));

        QVERIFY(!table.add(route("GET", u"/a"_s)));
        QVERIFY(table.add(route("POST", u"/a"_s)));
    }

    void findsByMethodAndPathWithParameters()
    {
        RouteTable table;
        QVERIFY(table.add(route("GET", u"/api/jobs"_s)));
        QVERIFY(table.add(route("POST", u"/api/jobs/{uuid}/claim"_s)));

        const auto found = table.find("POST", {u"api"_s, u"jobs"_s, u"7"_s, u"claim"_s});
        const auto wrong = table.find("GET", {u"api"_s, u"jobs"_s, u"7"_s, u"claim"_s});

        QCOMPARE(std::get<RouteMatch>(found).parameters.value(u"uuid"_s), u"7"_s);
        QCOMPARE(std::get<WrongMethod>(wrong).allowed, QList<QByteArray>{"POST"});
        QVERIFY(std::holds_alternative<NoSuchPath>(table.find("GET", {u"api"_s, u"jobs"_s, QString()})));
        QVERIFY(std::holds_alternative<NoSuchPath>(
            table.find("POST", {u"api"_s, u"jobs"_s, QString(), u"claim"_s})));
    }

    // T8: what each role may do, for every route that is served.
    void agentsAndPeopleHaveRoutesOfTheirOwn()
    {
        tests::FakeFleetService fleet;
        agent::coordinator::JobWaiters waiters(fleet);
        tests::FakeOrderMemory memory;
        RepeatedOrders orders(memory);
        RequestCounts counts;
        const auto table = allRoutes(fleet, waiters, orders, counts, {});
        QVERIFY(table);
        for (const auto &served : table->all()) {
            const bool agent = served->access.allows(domain::UserRole::Agent);
            const bool viewer = served->access.allows(domain::UserRole::Viewer);
            const bool admin = served->access.allows(domain::UserRole::Admin);
            const QByteArray name = served->method + ' ' + served->path.toUtf8();
            if (served->access.isForEverybody())
                QCOMPARE(name, "GET /api/health");
            else if (served->path.startsWith("/api/agent/"_L1))
                QVERIFY2(agent && !viewer && !admin, name.constData());
            else if (served->path.startsWith("/api/artifacts/"_L1))
                QVERIFY2(agent && !viewer && admin, name.constData());
            else
                QVERIFY2(agent != admin, name.constData());
            if (served->method != "GET")
                QVERIFY2(!viewer, name.constData());
        }
    }
};

ARCHIVESMP_TEST(TestRouteTable)
#include "tst_routetable.moc"
