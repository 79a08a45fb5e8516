// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/expectationset.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace archivesmp::expectations {

struct ExportedFile
{
    QString name; // relative to the folder of the export, "paper/universal_configs.json"
    QByteArray bytes;
};

// The files from which an import makes the same set again. A secret stands there as {"$secret": …} with its
// reference and fingerprint, "need not be there" as {"$not_expected": true}, and the value of a server among
// the variable ones as the instance "<server>/*".
[[nodiscard]] QList<ExportedFile> exportFiles(const ExpectationSet &set);

} // namespace archivesmp::expectations
