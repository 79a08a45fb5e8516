// SPDX-License-Identifier: GPL-3.0-or-later
// Opening files beneath a folder without ever leaving it, whatever somebody plants or swaps there meanwhile.
#pragma once

#include "agent/instances/filedescriptor.h"
#include "common/core/result.h"

#include <QByteArray>
#include <QString>

namespace archivesmp::agent::instances {

// Kernel asks openat2(2) and walks by itself only where the kernel or a seccomp filter lacks it.
enum class Resolution { Kernel, Walk };

// Opens `path` (relative, UTF-8, separated by '/') beneath the open folder. No component may be a symbolic
// link. Errors: InvalidArgument for a path that is absolute, empty, holds ".." or a zero byte;
// PermissionDenied for a symbolic link, with its target named; NotFound; else what the system says.
[[nodiscard]] Result<FileDescriptor> openBeneath(int folder, const QString &path, int flags,
                                                 unsigned mode = 0,
                                                 Resolution resolution = Resolution::Kernel);

// The folder that holds `path`, open, and the last component.
struct ParentAndName
{
    FileDescriptor parent;
    QByteArray name;
};
[[nodiscard]] Result<ParentAndName> openParent(int folder, const QString &path,
                                               Resolution resolution = Resolution::Kernel);

// InvalidArgument unless the path is one that the functions above take.
[[nodiscard]] Result<void> checkRelativePath(const QString &path);

// The Error for errno: ENOENT is NotFound, EACCES and ELOOP PermissionDenied, ENOSPC and EDQUOT NoSpace …
[[nodiscard]] Error systemError(int number, const QString &what, const QString &path);

} // namespace archivesmp::agent::instances
