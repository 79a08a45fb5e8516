// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/logindesk.h"

#include <QJsonArray>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

Answer LoginDesk::login(Sessions &sessions, const QJsonObject &parameters)
{
    ++_attempts;
    if (_options.loginLimit > 0 && _failures >= _options.loginLimit)
        return failed(Code::Failure, u"Too many failed logins; the login rate limit is in force"_s);
    const Code code = check(sessions, parameters);
    if (code != Code::Success) {
        ++_failures;
        return failed(code, u"Internal Auth - No reason given"_s);
    }
    const Session &session = sessions.open(_options.user);
    const bool remember = parameters.value("rememberMe"_L1).toBool();
    const QJsonObject user{{u"ID"_s, u"a2f6f3a4-55a5-4b5e-8f3a-7a0c6f0d1e11"_s},
                           {u"Username"_s, _options.user},
                           {u"IsTwoFactorEnabled"_s, !_options.twoFactorCode.isEmpty()},
                           {u"Disabled"_s, false},
                           {u"LastLogin"_s, session.start.toString(Qt::ISODateWithMs)},
                           {u"GravatarHash"_s, QString()},
                           {u"IsLDAPUser"_s, false}};
    QJsonArray permissions{u"*"_s};
    for (const QString &node : _options.denied)
        permissions.append(QString(u'-' + node));
    return valueOf(
        QJsonObject{{u"success"_s, true},
                    {u"result"_s, static_cast<int>(Code::Success)},
                    {u"resultReason"_s, QString()},
                    {u"sessionID"_s, session.id},
                    {u"rememberMeToken"_s, remember ? sessions.remember(_options.user) : QString()},
                    {u"permissions"_s, permissions},
                    {u"userInfo"_s, user}});
}

LoginDesk::Code LoginDesk::check(Sessions &sessions, const QJsonObject &parameters)
{
    const QString user = parameters.value("username"_L1).toString();
    const QString password = parameters.value("password"_L1).toString();
    const QString token = parameters.value("token"_L1).toString();
    if (password.isEmpty() && !token.isEmpty())
        return sessions.redeem(user, token) ? Code::Success : Code::TokenRejected;
    if (user != _options.user || password != _options.password)
        return Code::Failure;
    if (!_options.twoFactorCode.isEmpty() && token != _options.twoFactorCode)
        return token.isEmpty() ? Code::TwoFactorChallenge : Code::TwoFactorFailed;
    return Code::Success;
}

Answer LoginDesk::failed(Code code, const QString &reason)
{
    return valueOf(QJsonObject{
        {u"success"_s, false}, {u"result"_s, static_cast<int>(code)}, {u"resultReason"_s, reason}});
}

} // namespace archivesmp::ampsim
