// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <utility>

namespace archivesmp::agent::settings {

// One node of a settings file with its place: what is left of the YAML once its library is done with it.
struct SettingsNode
{
    enum class Kind { Null, Scalar, List, Map };

    Kind kind = Kind::Null;
    QString text; // of a scalar, unquoted
    bool quoted = false;
    int line = 0; // 1-based
    int column = 0;
    QList<std::pair<QString, SettingsNode>> entries; // of a map, in order; keyLine is in keyPlaces
    QList<int> keyLines;                             // the line of each entry's key
    QList<SettingsNode> items;                       // of a list

    [[nodiscard]] const SettingsNode *find(QStringView key) const; // nullptr where there is none
};

} // namespace archivesmp::agent::settings
