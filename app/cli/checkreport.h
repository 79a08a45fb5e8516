// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/scan/scanrequest.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

namespace archivesmp::app::cli {

struct CheckResult
{
    scan::FleetReport report;
    QStringList skipped; // folders that are no instance
};

[[nodiscard]] bool hasFindings(const CheckResult &result);
[[nodiscard]] QJsonObject toJson(const CheckResult &result);
[[nodiscard]] QString toText(const CheckResult &result);

} // namespace archivesmp::app::cli
