// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/domain/plugin.h"
#include "common/drift/detectoroptions.h"
#include "common/expectations/expectationset.h"

#include <QHash>
#include <QList>
#include <QSet>

namespace archivesmp::drift {

// The names under which the expectations know plugins.
class PluginNames final
{
public:
    explicit PluginNames(const expectations::ExpectationSet &set);

    // Its own name or its folder's, what an alias says of them, or the same in other case; the installed
    // plugin's own name where the expectations do not know it.
    [[nodiscard]] QString nameOf(const domain::InstalledPlugin &plugin) const;

private:
    expectations::AliasTable _aliases;
    QSet<QString> _names;
    QHash<QString, QString> _byLowerCase;
};

// Missing and unexpected plugins by an accepted matrix, plugins of another version than the matrix states (a
// version that somebody wrote down counts, whether the rest of the matrix is taken as truth or not), and
// plugins of which two JARs lie there.
[[nodiscard]] QList<domain::Finding> checkPlugins(const expectations::ExpectationSet &set,
                                                  const PluginNames &names,
                                                  const domain::InstanceRef &instance,
                                                  const QList<domain::InstalledPlugin> &installed,
                                                  const DetectorOptions &options);

} // namespace archivesmp::drift
