// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/faults.h"

#include <QDir>
#include <QFile>

namespace archivesmp::ampsim {

bool Faults::has(QLatin1StringView fault) const
{
    return QFile::exists(_folder + u'/' + fault);
}

QStringList Faults::lines(QLatin1StringView fault) const
{
    QFile file(_folder + u'/' + fault);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QStringList lines;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n')) {
        if (!line.trimmed().isEmpty())
            lines.append(line.trimmed());
    }
    return lines;
}

bool Faults::isKnown(const QString &fault)
{
    using namespace faults;
    static const QList<QLatin1StringView> all{stopped,       daemonStopped,   startFails,  startHangs,
                                              stopHangs,     crashAfterStart, pluginFails, rewriteOnStop,
                                              backupDropped, players};
    return all.contains(QLatin1StringView(fault.toLatin1()));
}

bool Faults::set(const QString &fault, const QByteArray &content)
{
    QFile file(_folder + u'/' + fault);
    return isKnown(fault) && QDir().mkpath(_folder) && file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        && file.write(content) == content.size();
}

void Faults::clear(const QString &fault)
{
    if (isKnown(fault))
        QFile::remove(_folder + u'/' + fault);
}

} // namespace archivesmp::ampsim
