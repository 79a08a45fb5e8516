// SPDX-License-Identifier: GPL-3.0-or-later
// The description that people read and the table that the door serves say the same.
#include "agent/rest/restdoor.h"
#include "common/config/configdocument.h"

#include "tests/fakes/fakefleetservice.h"
#include "tests/fakes/fakeordermemory.h"
#include "tests/support/testregistry.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

#include <algorithm>

using namespace archivesmp;
using namespace archivesmp::agent::rest;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

// One line per operation with all that both sides know about it.
QString line(const QString &method, const QString &path, QStringList roles, QStringList query,
             const QString &body)
{
    roles.sort();
    query.sort();
    return method + u' ' + path + u" roles="_s + roles.join(u',') + u" query="_s + query.join(u',')
        + u" body="_s + body;
}

QString line(const Route &route)
{
    const QString limit = u':' + QString::number(route.bodyLimit);
    const QString body = route.body == BodyKind::None ? QString()
        : route.body == BodyKind::Json                ? QString(u"application/json"_s + limit)
                                                      : QString(u"application/octet-stream"_s + limit);
    return line(QString::fromLatin1(route.method), route.path,
                route.access.isForEverybody() ? QStringList{u"everybody"_s} : route.access.names(),
                route.query, body);
}

QStringList texts(const QJsonArray &array)
{
    QStringList all;
    for (const QJsonValue &item : array)
        all.append(item.toString());
    return all;
}

QString line(const QString &method, const QString &path, const QJsonObject &operation)
{
    QStringList query;
    const QJsonArray parameters = operation.value(u"parameters"_s).toArray();
    for (const QJsonValue &parameter : parameters) {
        if (parameter[u"in"_s] == u"query"_s)
            query.append(parameter[u"name"_s].toString());
    }
    const QStringList types = operation.value(u"requestBody"_s)[u"content"_s].toObject().keys();
    const QString body = types.isEmpty()
        ? QString()
        : QString(types.first() + u':' + QString::number(operation.value(u"x-body-limit"_s).toInteger()));
    const bool open = operation.contains(u"security"_s) && operation.value(u"security"_s).toArray().isEmpty();
    return line(method.toUpper(), path,
                open ? QStringList{u"everybody"_s} : texts(operation.value(u"x-roles"_s).toArray()), query,
                body);
}

QJsonObject description()
{
    QFile file(u"" ARCHIVESMP_SOURCE "/resources/api/openapi.yaml"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no openapi.yaml");
    const auto document = config::parse(file.readAll(), config::Format::Yaml);
    if (!document)
        qFatal("%s", qPrintable(describe(document.error())));
    return document->value(0).toJson().toObject();
}

} // namespace

class TestOpenApi final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void describesExactlyTheRoutesThatAreServed()
    {
        QStringList described;
        const QJsonObject paths = description().value(u"paths"_s).toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QJsonObject operations = path->toObject();
            for (auto operation = operations.begin(); operation != operations.end(); ++operation) {
                if (operation.key() != "parameters"_L1)
                    described.append(line(operation.key(), path.key(), operation->toObject()));
            }
        }
        FakeFleetService fleet;
        agent::coordinator::JobWaiters waiters(fleet);
        tests::FakeOrderMemory memory;
        RepeatedOrders orders(memory);
        RequestCounts counts;
        const auto table = allRoutes(fleet, waiters, orders, counts, {});
        QVERIFY(table);
        QStringList served;
        for (const auto &route : table->all())
            served.append(line(*route));
        described.sort();
        served.sort();

        QCOMPARE(described, served);
    }

    void everyErrorHasTheSameForm()
    {
        const QJsonObject paths = description().value(u"paths"_s).toObject();
        for (const QJsonValue &path : paths) {
            for (const QJsonValue &operation : path.toObject()) {
                const QJsonObject responses = operation[u"responses"_s].toObject();
                for (auto response = responses.begin(); response != responses.end(); ++response) {
                    if (!response.key().startsWith(u'2')) {
                        QCOMPARE(response->toObject().value(u"$ref"_s).toString(),
                                 u"#/components/responses/Error"_s);
                    }
                }
            }
        }
    }
};

ARCHIVESMP_TEST(TestOpenApi)
#include "tst_openapi.moc"
