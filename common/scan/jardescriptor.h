// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/instance.h"
#include "common/scan/safefolder.h"

#include <QString>

namespace archivesmp::scan {

// What a plugin's JAR says of itself.
struct JarDescriptor
{
    QString name;    // what a person calls it
    QString id;      // what its folder is called: Velocity's and Geyser's id; the name elsewhere
    QString version; // empty where it says none
    domain::Platform platform = domain::Platform::Unknown;
    QString file; // the entry it was read from, "plugin.yml"

    friend bool operator==(const JarDescriptor &, const JarDescriptor &) = default;
};

// Reads plugin.yml, paper-plugin.yml, velocity-plugin.json or extension.yml out of the archive without
// unpacking anything else. InvalidInput: no archive, damaged, no descriptor, two that name different plugins,
// or one that names none.
[[nodiscard]] Result<JarDescriptor> readJarDescriptor(OpenFile jar);
[[nodiscard]] Result<JarDescriptor> readJarDescriptor(const QString &path);

} // namespace archivesmp::scan
