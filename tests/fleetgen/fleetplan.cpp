// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/fleetplan.h"

namespace archivesmp::fleetgen {

using namespace Qt::StringLiterals;
using domain::Platform;

namespace {

QByteArray endingOf(config::Format format)
{
    switch (format) {
    case config::Format::Json:
        return ".json";
    case config::Format::Toml:
        return ".toml";
    case config::Format::Properties:
        return ".properties";
    default:
        return ".yml";
    }
}

} // namespace

QByteArray FileSpec::name() const
{
    return stem + endingOf(format);
}

QString PluginSpec::folder() const
{
    const QString parent = platform == Platform::Geyser ? u"extensions/"_s : u"plugins/"_s;
    return parent + (platform == Platform::Velocity ? name.toLower() : name);
}

QList<InstanceSpec> inventInstances(int count)
{
    static const QStringList names{u"DEV01"_s,  u"BENT01"_s, u"LOBY01"_s, u"ISLE01"_s, u"VEL01"_s,
                                   u"GEYSER"_s, u"REEF01"_s, u"MESA01"_s, u"PINE01"_s, u"DUNE01"_s,
                                   u"FJRD01"_s, u"GROV01"_s, u"CAVE01"_s, u"TUND01"_s, u"MARS01"_s,
                                   u"KELP01"_s, u"VALE01"_s, u"PEAK01"_s, u"MOOR01"_s, u"GLEN01"_s};
    QList<InstanceSpec> instances;
    for (int i = 0; i < count; ++i) {
        const QString name = i < names.size() ? names.at(i) : u"SRV%1"_s.arg(i + 1, 3, 10, QLatin1Char('0'));
        const Platform platform = name == u"VEL01" ? Platform::Velocity
            : name == u"GEYSER"                    ? Platform::Geyser
                                                   : Platform::Paper;
        instances.append({{i % 2 == 0 ? u"hetzner"_s : u"ovh"_s, name}, platform});
    }
    return instances;
}

} // namespace archivesmp::fleetgen
