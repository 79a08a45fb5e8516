// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/fleet.h"

#include <QDir>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

Fleet::Fleet(const Options &options, const Clock &clock, QObject *parent)
    : QObject(parent)
    , _clock(clock)
{
    const QDir root(options.root);
    for (const QString &name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString folder = root.absoluteFilePath(name);
        if (QFileInfo(folder + u"/Minecraft"_s).isDir())
            _instances.append(
                new Instance(folder, static_cast<int>(_instances.size()), options, clock, this));
    }
}

Instance *Fleet::byId(const QString &id) const
{
    for (Instance *instance : _instances) {
        if (instance->id() == id.toLower())
            return instance;
    }
    return nullptr;
}

Instance *Fleet::byName(const QString &name) const
{
    for (Instance *instance : _instances) {
        if (instance->name() == name)
            return instance;
    }
    return nullptr;
}

} // namespace archivesmp::ampsim
