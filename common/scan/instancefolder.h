// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/domain/instance.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::scan {

// An instance and where its Minecraft folder is.
struct InstanceFolder
{
    domain::InstanceRef instance;
    QString path; // absolute, ends in "Minecraft"

    friend bool operator==(const InstanceFolder &, const InstanceFolder &) = default;
};

struct FoundInstances
{
    QList<InstanceFolder> instances; // by server, then name
    QStringList skipped;             // folders that are no instance, with the reason
};

// Looks below `root` for ROOT/<server>/<instance>/Minecraft, or for ROOT/<instance>/Minecraft, whose server
// is then `server` or, where that is empty, named like the root's own folder. With ROOT/<server> a `server`
// picks one of them. NotFound where there is no instance at all.
[[nodiscard]] Result<FoundInstances> findInstances(const QString &root, const QString &server);

} // namespace archivesmp::scan
