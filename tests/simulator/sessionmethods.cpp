// SPDX-License-Identifier: GPL-3.0-or-later
// What every scope's Core does about sessions.
#include "tests/simulator/logindesk.h"
#include "tests/simulator/methods.h"

#include <QJsonArray>
#include <QUuid>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

QJsonArray describeSessions(const Sessions &sessions, const Dialect &dialect)
{
    QJsonArray list;
    for (const Session &session : sessions.all()) {
        list.append(QJsonObject{{u"SessionID"_s, session.id},
                                {u"Username"_s, session.user},
                                {u"Source"_s, u"127.0.0.1"_s},
                                {u"SessionType"_s, u"Web"_s},
                                {u"StartTime"_s, dialect.date(session.start)},
                                {u"LastActivity"_s, dialect.date(QDateTime::currentDateTimeUtc())}});
    }
    return list;
}

} // namespace

void addSessionMethods(Methods &methods, Sessions &sessions, LoginDesk &desk, const Options &options,
                       const Dialect &dialect)
{
    methods[u"Core/Login"_s]
        = [&sessions, &desk](const Call &call) { return desk.login(sessions, call.parameters); };
    methods[u"Core/GetAuthenticationRequirements"_s] = [&options](const Call &) {
        return valueOf(options.twoFactorCode.isEmpty() ? QJsonArray{1, 2} : QJsonArray{1, 2, 4});
    };
    methods[u"Core/Logout"_s] = [&sessions](const Call &call) {
        sessions.close(call.session->id);
        return nothing();
    };
    methods[u"Core/CurrentSessionHasPermission"_s] = [&options](const Call &call) {
        return valueOf(!options.denied.contains(call.text("PermissionNode"_L1)));
    };
    methods[u"Core/GetRemoteLoginToken"_s]
        = [&sessions](const Call &call) { return valueOf(sessions.remember(call.session->user)); };
    methods[u"Core/GetActiveAMPSessions"_s]
        = [&sessions, &dialect](const Call &) { return valueOf(describeSessions(sessions, dialect)); };
    methods[u"Core/EndUserSession"_s] = [&sessions](const Call &call) {
        sessions.close(call.text("Id"_L1).toLower());
        return nothing();
    };
    methods[u"Core/GetNewGuid"_s]
        = [](const Call &) { return valueOf(QUuid::createUuid().toString(QUuid::WithoutBraces)); };
}

} // namespace archivesmp::ampsim
