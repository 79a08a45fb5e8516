// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/deploysource.h"

#include "agent/deployments/changebackup.h"
#include "agent/instances/fileio.h"
#include "common/core/textescape.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using domain::InstalledPlugin;
using instances::FileFacts;
using instances::InstanceFolder;

namespace {

constexpr qint64 spareBytes = qint64(64) * 1024 * 1024;
constexpr qsizetype longestFileName = 255;
const QString minecraft = u"Minecraft/"_s;

QString shortHash(const QByteArray &hash)
{
    return hash.isEmpty() ? u"nothing"_s : QString::fromLatin1(hash.toHex().left(12));
}

Error mismatch(const QString &what, const QByteArray &expected, const QByteArray &got)
{
    return {ErrorCode::Corrupt,
            what + u": expected SHA-256 "_s + QString::fromLatin1(expected.toHex()) + u", got "_s
                + QString::fromLatin1(got.toHex())};
}

} // namespace

DeploySource::DeploySource(jobs::HostApi &host, const jobs::InstanceReader &reader, QString downloads,
                           domain::Job job)
    : _host(host)
    , _reader(reader)
    , _download(downloads + u'/' + job.id.toString() + u".part"_s)
    , _job(std::move(job))
{
    if (const auto *payload = std::get_if<domain::DeployPayload>(&_job.payload))
        _payload = *payload;
}

Result<void> DeploySource::checkPayload() const
{
    const auto refused = [](const QString &field, const QString &why) {
        return Error{ErrorCode::InvalidArgument, why, {}, 0, 0, field};
    };
    if (!std::holds_alternative<domain::DeployPayload>(_job.payload) || _job.plugin.isEmpty())
        return refused(u"payload"_s, u"the job does not say what to deploy"_s);
    if (_payload.remove)
        return {};
    const QString &name = _payload.fileName;
    if (name.contains(u'/') || name.contains(u'\\') || name.contains(QChar(0)) || name.startsWith(u'.')
        || !name.endsWith(u".jar"_s, Qt::CaseInsensitive) || name.toUtf8().size() > longestFileName)
        return refused(u"file_name"_s, u"not the name of a JAR: "_s + excerpt(name, 80));
    if (_payload.sha256.size() != QCryptographicHash::hashLength(QCryptographicHash::Sha256))
        return refused(u"sha256"_s, u"no SHA-256"_s);
    if (_payload.size > largestJar)
        return refused(u"size"_s, u"larger than "_s + instances::megabytes(largestJar));
    return {};
}

Task<Result<void>> DeploySource::fetch(std::shared_ptr<jobs::JobRun> run)
{
    if (const auto checked = checkPayload(); !checked)
        co_return checked.error();
    if (_payload.remove)
        co_return Result<void>();
    run->step(u"download"_s);
    QDir().mkpath(_download.section(u'/', 0, -2));
    QFile::remove(_download); // of an attempt that died
    const auto fetched = co_await answerOf(_host.fetchArtifact(_payload.sha256, _download));
    if (!fetched)
        co_return fetched.error().because(u"cannot fetch the JAR"_s);
    co_return Result<void>();
}

Result<void> DeploySource::verifyDownload() const
{
    QFile file(_download);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, file.errorString(), _download};
    if (_payload.size > 0 && file.size() != _payload.size) {
        return Error{ErrorCode::Corrupt,
                     u"the JAR has "_s + QString::number(file.size()) + u" bytes instead of "_s
                         + QString::number(_payload.size)};
    }
    const auto hash = instances::hashAll(file.handle(), largestJar, _download);
    if (!hash)
        return hash.error();
    if (*hash != _payload.sha256)
        return mismatch(u"sha_mismatch"_s, _payload.sha256, *hash);
    const auto identity = _reader.identify(_download);
    if (!identity)
        return identity.error().because(u"not_a_jar"_s);
    if (identity->name != _job.plugin) {
        return Error{ErrorCode::InvalidInput,
                     u"the JAR holds the plugin "_s + excerpt(identity->name, 80) + u", not "_s
                         + _job.plugin};
    }
    if (!_job.pluginVersion.isEmpty() && identity->version != _job.pluginVersion) {
        return Error{ErrorCode::InvalidInput,
                     u"the JAR holds version "_s + excerpt(identity->version, 80) + u", not "_s
                         + _job.pluginVersion};
    }
    return {};
}

// Geyser's own plugins are extensions; everybody else has plugins.
QString DeploySource::targetFolder(const InstanceFolder &folder) const
{
    const bool hasPlugins = folder.folderFacts(minecraft + u"plugins"_s).has_value();
    const bool hasExtensions = folder.folderFacts(minecraft + u"extensions"_s).has_value();
    return hasExtensions && !hasPlugins ? u"extensions"_s : u"plugins"_s;
}

Result<QList<InstalledPlugin>> DeploySource::installed(const InstanceFolder &folder) const
{
    const auto plugins = _reader.plugins({_job.server, _job.instance}, folder.path());
    if (!plugins)
        return plugins.error();
    QList<InstalledPlugin> same;
    for (const InstalledPlugin &plugin : *plugins) {
        if (plugin.name == _job.plugin && !plugin.jarFile.isEmpty())
            same.append(plugin);
    }
    return same;
}

// The plan named what it saw; something else in its place makes it stale.
Result<void> DeploySource::checkPlan(const InstanceFolder &folder, const QString &plugins,
                                     const QList<InstalledPlugin> &present) const
{
    const auto stale = [](const QString &seen, const QString &found) {
        return Error{ErrorCode::Conflict,
                     u"stale: the plan saw "_s + seen + u", on the disk is "_s + found,
                     {},
                     0,
                     0,
                     {},
                     u"make a new plan"_s};
    };
    if (_payload.replaces.isEmpty()) {
        if (!present.isEmpty())
            return stale(u"no JAR of this plugin"_s, present.first().jarFile);
        return {};
    }
    const auto hash = hashOrNothing(folder, minecraft + plugins + u'/' + _payload.replaces);
    if (!hash)
        return hash.error();
    if (*hash != _payload.replacesSha256 && !_payload.replacesSha256.isEmpty()) {
        return stale(_payload.replaces + u' ' + shortHash(_payload.replacesSha256), shortHash(*hash));
    }
    return {};
}

Result<void> DeploySource::stage(const InstanceFolder &folder, const QString &plugins,
                                 FileChange &change) const
{
    const auto target = folder.folderFacts(minecraft + plugins);
    if (!target)
        return target.error();
    FileFacts look = *target;
    look.mode = 0644;
    if (const auto old = folder.facts(change.path))
        look = *old;
    else if (old.error().code != ErrorCode::NotFound)
        return old.error();
    if (const auto space = folder.requireSpace(2 * (_payload.size + look.size) + spareBytes); !space)
        return space;
    const QString at = stageFolder(_job.id);
    if (const auto removed = folder.removeFolder(at); !removed)
        return removed;
    if (const auto made = folder.makeFolders(at); !made)
        return made;
    change.staged = at + u"/new.jar"_s;
    if (const auto copied = folder.importFile(_download, change.staged, largestJar); !copied)
        return copied;
    const auto staged = folder.sha256(change.staged, largestJar);
    if (!staged || *staged != _payload.sha256)
        return mismatch(u"the staged copy"_s, _payload.sha256, staged ? *staged : QByteArray());
    const auto facts = folder.facts(change.staged);
    if (facts && facts->device != target->device) {
        return Error{ErrorCode::Unsupported, u"the plugins lie on another file system than the instance"_s,
                     folder.path() + u'/' + minecraft + plugins};
    }
    return folder.dressLike(change.staged, look);
}

Result<Preparation> DeploySource::prepare(const InstanceFolder &folder, Phase phase)
{
    if (const auto verified = _payload.remove ? Result<void>() : verifyDownload(); !verified)
        return verified.error();
    const QString plugins = targetFolder(folder);
    const auto present = installed(folder);
    if (!present)
        return present.error();

    Preparation preparation;
    const QString destination = minecraft + plugins + u'/' + _payload.fileName;
    if (!_payload.remove) {
        FileChange change{.path = destination, .newSha256 = _payload.sha256};
        const auto old = hashOrNothing(folder, destination);
        if (!old)
            return old.error();
        change.oldSha256 = *old;
        const bool isOurs = std::any_of(present->begin(), present->end(), [&](const InstalledPlugin &plugin) {
            return minecraft + plugin.jarFile == destination;
        });
        if (!old->isEmpty() && !isOurs && *old != _payload.sha256) {
            return Error{ErrorCode::AlreadyExists, u"the file is there and is not a JAR of "_s + _job.plugin,
                         destination};
        }
        if (*old == _payload.sha256 && present->size() <= 1)
            return Preparation{}; // already in place
        preparation.changes.append(change);
    }
    if (const auto fits = checkPlan(folder, plugins, *present); !fits)
        return fits.error();
    if (!_payload.remove) {
        if (const auto staged = stage(folder, plugins, preparation.changes.first()); !staged)
            return staged.error();
    }
    for (const InstalledPlugin &plugin : *present) {
        const QString path = minecraft + plugin.jarFile;
        if (path == destination && !_payload.remove)
            continue;
        const auto hash = folder.sha256(path, largestJar);
        if (!hash)
            return hash.error();
        preparation.changes.append({.path = path, .oldSha256 = *hash});
        if (phase == Phase::BeforeStop)
            preparation.notes.append(plugin.jarFile + u" ("_s + plugin.version + u") goes"_s);
        if (!plugin.folder.isEmpty() && preparation.alsoKept.isEmpty())
            preparation.alsoKept = configurationFilesBelow(folder, minecraft + plugin.folder);
    }
    if (preparation.alsoKept.isEmpty() && !present->isEmpty() && !present->first().folder.isEmpty())
        preparation.alsoKept = configurationFilesBelow(folder, minecraft + present->first().folder);
    return preparation;
}

Result<QString> DeploySource::prove(const InstanceFolder &folder)
{
    const auto present = installed(folder);
    if (!present)
        return present.error();
    if (_payload.remove) {
        if (present->isEmpty())
            return QString(_job.plugin + u" is removed"_s);
        return Error{ErrorCode::Conflict, present->first().jarFile + u" is there again"_s};
    }
    const auto hash = folder.sha256(minecraft + targetFolder(folder) + u'/' + _payload.fileName, largestJar);
    if (!hash)
        return hash.error();
    if (*hash != _payload.sha256)
        return mismatch(u"the JAR in place"_s, _payload.sha256, *hash);
    const QString version = present->isEmpty() ? _job.pluginVersion : present->first().version;
    return QString(u"verified · "_s + _job.plugin + u' ' + version + u" in place, SHA-256 "_s
                   + shortHash(*hash));
}

void DeploySource::cleanUp()
{
    QFile::remove(_download);
}

} // namespace archivesmp::agent::deployments
