// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/instance.h"

#include <QString>

#include <functional>

namespace archivesmp::agent::coordinator {

// What a plugin's JAR says of itself.
struct JarDescription
{
    QString name;
    QString version; // empty where it says none
    domain::Platform platform = domain::Platform::Unknown;

    friend bool operator==(const JarDescription &, const JarDescription &) = default;
};

// Reads it out of a local file.
using DescribeJar = std::function<Result<JarDescription>(const QString &path)>;

} // namespace archivesmp::agent::coordinator
