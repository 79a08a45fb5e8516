// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/instancereader.h"

#include <QDir>
#include <QFile>

#include <atomic>
#include <functional>

namespace archivesmp::tests {

// Reads "JARs" that are text files: "JAR <name> <version>" on the first line.
class FakeInstanceReader final : public agent::jobs::InstanceReader
{
public:
    std::function<Result<domain::DriftReport>(const agent::jobs::ScanOrder &)> onScan;
    mutable std::atomic_int scans = 0;

    static QByteArray jar(const QByteArray &name, const QByteArray &version)
    {
        return "JAR " + name + ' ' + version + '\n' + QByteArray(2000, 'x');
    }

    Result<domain::DriftReport> scan(const agent::jobs::ScanOrder &order) const override
    {
        scans += 1;
        if (onScan)
            return onScan(order);
        domain::DriftReport report;
        report.instance = order.instance;
        report.expectationsHash = order.expectationsHash;
        return report;
    }

    Result<QList<domain::InstalledPlugin>> plugins(const domain::InstanceRef &instance,
                                                   const QString &folder) const override
    {
        QList<domain::InstalledPlugin> found;
        const QDir plugins(folder + QStringLiteral("/Minecraft/plugins"));
        for (const QString &file : plugins.entryList({QStringLiteral("*.jar")}, QDir::Files, QDir::Name)) {
            const auto identity = identify(plugins.filePath(file));
            if (identity) {
                found.append({.instance = instance,
                              .name = identity->name,
                              .version = identity->version,
                              .jarFile = QStringLiteral("plugins/") + file,
                              .folder = QStringLiteral("plugins/") + identity->name});
            }
        }
        return found;
    }

    Result<agent::jobs::JarIdentity> identify(const QString &path) const override
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::NotFound, file.errorString(), path};
        const QList<QByteArray> words = file.readLine().trimmed().split(' ');
        if (words.size() != 3 || words.first() != "JAR")
            return Error{ErrorCode::InvalidInput, QStringLiteral("not a JAR"), path};
        return agent::jobs::JarIdentity{QString::fromUtf8(words.at(1)), QString::fromUtf8(words.at(2)),
                                        domain::Platform::Paper};
    }
};

} // namespace archivesmp::tests
