// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/keyring.h"

#include <QTest>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

namespace {

const QString service = u"org.freedesktop.secrets"_s;

} // namespace

Keyring::Keyring(const SessionBus &bus)
    : _bus(bus)
    , _process(u"gnome-keyring-daemon"_s, {u"--foreground"_s, u"--unlock"_s, u"--components=secrets"_s})
{
    _process.setInput("password of the keyring");
}

bool Keyring::start()
{
    for (const auto &[name, value] : _bus.environment())
        _process.setEnvironment(name, value);
    _process.setEnvironment(u"DISPLAY"_s, {}); // nobody is asked for a password on a screen
    if (!_process.start())
        return false;
    // Asked for before it is there, the bus would start another one, without the password.
    const auto isThere = [this] {
        return call(u"org.freedesktop.DBus"_s, u"/"_s,
                    {u"org.freedesktop.DBus.NameHasOwner"_s, u"string:"_s + service})
                   .contains("true")
            && call({u"org.freedesktop.Secret.Service.ReadAlias"_s, u"string:default"_s}).contains("login");
    };
    return QTest::qWaitFor(isThere, 20'000);
}

QByteArray Keyring::call(const QStringList &methodAndArguments) const
{
    return call(service, u"/org/freedesktop/secrets"_s, methodAndArguments);
}

QByteArray Keyring::call(const QString &to, const QString &object,
                         const QStringList &methodAndArguments) const
{
    Program send(u"dbus-send"_s,
                 QStringList{u"--session"_s, u"--print-reply"_s, u"--dest="_s + to, object}
                     + methodAndArguments);
    for (const auto &[name, value] : _bus.environment())
        send.setEnvironment(name, value);
    return send.start() && send.waitForExit() == 0 ? send.standardOutput() : QByteArray();
}

} // namespace archivesmp::tests
