// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/scan/scanrequest.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace archivesmp::tests {

// A fleet in a temporary folder: ROOT/<server>/<instance>/Minecraft.
class ScanFixture final
{
public:
    // The contents of universal_configs.json and variable_configs.json.
    explicit ScanFixture(const QByteArray &universal, const QByteArray &variable = "{}");

    void addFile(const QString &instance, const QString &path, const QByteArray &bytes);
    [[nodiscard]] QString gameFolder(const QString &instance) const; // "hetzner/DEV01"

    [[nodiscard]] QString root() const { return _root.path(); }

    [[nodiscard]] Result<scan::FleetReport> scan() const;
    scan::ScanOptions options;

    // "kind file key" of every finding.
    [[nodiscard]] static QStringList summary(const scan::FleetReport &report);

private:
    QTemporaryDir _root;
};

} // namespace archivesmp::tests
