// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/setting.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace archivesmp::expectations {

// An instance that a name of the files may stand for, and why it seems so.
struct AliasSuggestion
{
    QString instance;
    QStringList evidence; // one sentence each

    friend bool operator==(const AliasSuggestion &, const AliasSuggestion &) = default;
};

// A name in the variable settings that no instance has.
struct UnknownInstance
{
    QString name;
    int settings = 0;                   // how many settings name it
    QList<AliasSuggestion> suggestions; // best first; never applied by themselves
    QMap<QString, int> carried;         // names of nobody that its values carry, and how often

    friend bool operator==(const UnknownInstance &, const UnknownInstance &) = default;
};

// Looks for the unknown names among `settings` and for the known instances that they may stand for: by names
// that are alike, and by values that carry the name of an instance ("co_BIGG01_"). Names that the settings
// use themselves are no candidates.
[[nodiscard]] QList<UnknownInstance> findUnknownInstances(const QList<PluginExpectations> &variable,
                                                          const QStringList &known);

} // namespace archivesmp::expectations
