// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QMap>
#include <QString>

namespace archivesmp::expectations {

// Other names of the same things: never guessed, always said by somebody.
struct AliasTable
{
    QMap<QString, QString> instances; // a name in the files → the instance, "BIG01" → "BIGG01"
    QMap<QString, QString> plugins;   // a folder or descriptor name → the plugin's name in the expectations

    [[nodiscard]] QString instance(const QString &name) const { return instances.value(name, name); }
    [[nodiscard]] QString plugin(const QString &name) const { return plugins.value(name, name); }

    friend bool operator==(const AliasTable &, const AliasTable &) = default;
};

} // namespace archivesmp::expectations
