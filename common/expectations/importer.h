// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/expectations/expectationset.h"
#include "common/expectations/importreport.h"
#include "common/expectations/rulereader.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace archivesmp::expectations {

// One file to import, already read.
struct ImportSource
{
    enum class Content { Universal, Variable, Matrix, Aliases, Rules };
    Content content = Content::Universal;
    domain::Platform platform = domain::Platform::Unknown; // of the folder it came from
    QString name;                                          // for messages
    QByteArray bytes;
};

struct ImportSources
{
    QList<ImportSource> files;
    AliasTable aliases; // what is known already; a file of aliases adds to it
};

struct ImportOutcome
{
    ExpectationSet set;
    ImportReport report;
    std::optional<RuleFile> rules; // where there is a file of them; the set is without them
};

// Reads all of them or none: an Error names file, line, column and field. Pure; takes no longer than the
// files are large.
[[nodiscard]] Result<ImportOutcome> importExpectations(const ImportSources &sources);

// Finds the files in a folder: universal_configs.json, variable_configs.json (or the longer names
// universal_configs_analysis.json, variable_configs_analysis.json), deployment_matrix.csv and aliases.json,
// each optional, there or in one folder per platform (paper/, velocity/, geyser/), and rules.yaml beside
// them. NotFound where it holds none of them but rules.
[[nodiscard]] Result<ImportSources> readImportFolder(const QString &folder);

// Reads one file; NotFound, PermissionDenied or LimitExceeded name it.
[[nodiscard]] Result<ImportSource> readImportFile(const QString &path, ImportSource::Content content,
                                                  domain::Platform platform);

} // namespace archivesmp::expectations
