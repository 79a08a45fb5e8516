// SPDX-License-Identifier: GPL-3.0-or-later
// Where the files of an import lie.
#include "common/expectations/importer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestFile = qint64(128) * 1024 * 1024;

struct KnownFile
{
    QLatin1StringView name;
    ImportSource::Content content;
};

// The first of a content that exists is taken.
constexpr std::array<KnownFile, 7> knownFiles{{
    {"universal_configs.json"_L1, ImportSource::Content::Universal},
    {"universal_configs_analysis.json"_L1, ImportSource::Content::Universal},
    {"variable_configs.json"_L1, ImportSource::Content::Variable},
    {"variable_configs_analysis.json"_L1, ImportSource::Content::Variable},
    {"deployment_matrix.csv"_L1, ImportSource::Content::Matrix},
    {"aliases.json"_L1, ImportSource::Content::Aliases},
    {"rules.yaml"_L1, ImportSource::Content::Rules},
}};

Result<void> addFolder(const QString &folder, const QString &shown, domain::Platform platform,
                       ImportSources &sources)
{
    QList<ImportSource::Content> taken;
    for (const KnownFile &known : knownFiles) {
        const QString path = folder + u'/' + known.name;
        const bool isElsewhere
            = known.content == ImportSource::Content::Rules && platform != domain::Platform::Unknown;
        if (isElsewhere || taken.contains(known.content) || !QFileInfo::exists(path))
            continue;
        auto source = readImportFile(path, known.content, platform);
        if (!source)
            return source.error();
        source->name = shown + known.name;
        taken.append(known.content);
        sources.files.append(std::move(*source));
    }
    return {};
}

} // namespace

Result<ImportSource> readImportFile(const QString &path, ImportSource::Content content,
                                    domain::Platform platform)
{
    const QFileInfo entry(path);
    if (!entry.exists())
        return Error{ErrorCode::NotFound, u"there is no such file"_s, path};
    if (!entry.isFile())
        return Error{ErrorCode::InvalidInput, u"not a file"_s, path};
    if (entry.size() > largestFile)
        return Error{ErrorCode::LimitExceeded, u"the file is larger than 128 MiB"_s, path};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::PermissionDenied, u"cannot read the file: "_s + file.errorString(), path};
    return ImportSource{content, platform, path, file.readAll()};
}

Result<ImportSources> readImportFolder(const QString &folder)
{
    if (!QFileInfo(folder).isDir())
        return Error{ErrorCode::NotFound, u"there is no such folder"_s, folder};
    ImportSources sources;
    if (auto added = addFolder(folder, {}, domain::Platform::Unknown, sources); !added)
        return added.error();
    for (const domain::Platform platform :
         {domain::Platform::Paper, domain::Platform::Velocity, domain::Platform::Geyser}) {
        const QString name = domain::nameOf(platform);
        if (auto added = addFolder(folder + u'/' + name, name + u'/', platform, sources); !added)
            return added.error();
    }
    const auto isRules
        = [](const ImportSource &file) { return file.content == ImportSource::Content::Rules; };
    if (std::all_of(sources.files.begin(), sources.files.end(), isRules))
        return Error{ErrorCode::NotFound,
                     u"the folder holds no expectations"_s,
                     folder,
                     0,
                     0,
                     {},
                     u"put universal_configs.json, variable_configs.json or deployment_matrix.csv there"_s};
    return sources;
}

} // namespace archivesmp::expectations
