// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sessionbus.h"

#include <QFile>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

SessionBus::SessionBus()
    : _process(u"dbus-daemon"_s,
               {u"--session"_s, u"--nofork"_s, u"--print-address=1"_s,
                u"--address=unix:path="_s + _folder.filePath(u"bus"_s)})
{
    QFile::setPermissions(_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

bool SessionBus::start()
{
    for (const auto &[name, value] : environment())
        _process.setEnvironment(name, value);
    if (!_process.start())
        return false;
    const QRegularExpressionMatch match = _process.waitForLine(u"^(unix:.*)$"_s);
    _address = match.captured(1);
    return match.hasMatch();
}

bool SessionBus::stop()
{
    return _process.terminate();
}

QList<std::pair<QString, QString>> SessionBus::environment() const
{
    QList<std::pair<QString, QString>> variables{{u"DBUS_SESSION_BUS_ADDRESS"_s, _address}};
    for (const QString &name :
         {u"HOME"_s, u"XDG_RUNTIME_DIR"_s, u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_CACHE_HOME"_s})
        variables.append({name, _folder.path()});
    return variables;
}

} // namespace archivesmp::tests
