// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QString>

namespace archivesmp::ampsim {

// What a plugin's JAR says of itself.
struct JarDescriptor
{
    enum class Kind { Paper, Velocity, Geyser };

    Kind kind = Kind::Paper;
    QString name; // Velocity: the id
    QString version;
    QString fault; // the member "ampsim-fault": how this plugin is to fail; see pluginboot.h
};

// Reads paper-plugin.yml, plugin.yml, velocity-plugin.json or extension.yml, the first that is there. Of YAML
// it understands the members at the top that stand on one line, which is how descriptors name a plugin.
[[nodiscard]] Result<JarDescriptor> readJarDescriptor(const QString &path);

} // namespace archivesmp::ampsim
