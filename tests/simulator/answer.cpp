// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/answer.h"

#include <QJsonObject>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

const QString &unauthorized()
{
    static const QString title = u"Unauthorized Access"_s;
    return title;
}

} // namespace

Answer valueOf(const QJsonValue &value)
{
    return {Answer::Kind::Value, value};
}

Answer nothing()
{
    return {Answer::Kind::Nothing};
}

Answer accepted(const QJsonValue &result)
{
    QJsonObject action{{u"Status"_s, true}, {u"Reason"_s, QJsonValue::Null}};
    if (!result.isUndefined())
        action.insert(u"Result"_s, result);
    return valueOf(action);
}

Answer refused(const QString &reason)
{
    return valueOf(QJsonObject{{u"Status"_s, false}, {u"Reason"_s, reason}});
}

Answer fault(const QString &title, const QString &message)
{
    // Clients tell a fault by any of the three keys, so all of them are always there.
    return {Answer::Kind::Fault,
            QJsonObject{{u"Title"_s, title}, {u"Message"_s, message}, {u"StackTrace"_s, QString()}}};
}

Answer sessionFault()
{
    return fault(unauthorized(),
                 u"You do not have permission to use this method at this time. This method requires the "
                 "Session.Exists permission."_s);
}

Answer permissionFault(const QString &node)
{
    return fault(
        unauthorized(),
        u"You do not have permission to use this method. This method requires the %1 permission."_s.arg(
            node));
}

Answer exceptionFault(const QString &message)
{
    return fault(u"Invalid Operation Exception"_s, message);
}

} // namespace archivesmp::ampsim
