// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/backups.h"

#include "tests/simulator/ziparchive.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QTimer>
#include <QUuid>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

qint64 sizeOf(const QString &folder)
{
    qint64 size = 0;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        files.next();
        size += files.fileInfo().size();
    }
    return size;
}

Answer noSuchBackup()
{
    return refused(u"No such backup"_s);
}

} // namespace

Backups::Backups(Instance &instance, FileStore &files, const Options &options, const Dialect &dialect,
                 QObject *parent)
    : QObject(parent)
    , _instance(instance)
    , _files(files)
    , _options(options)
    , _dialect(dialect)
{ }

Answer Backups::take(Backup wanted)
{
    if (wanted.title.isEmpty())
        return refused(u"A backup needs a title"_s);
    wanted.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    wanted.at = QDateTime::currentDateTimeUtc();
    const QString task = _instance.tasks().begin(u"Creating backup"_s, wanted.title);
    QTimer::singleShot(_options.backupTime, this, [this, wanted, task] { complete(wanted, task); });
    return accepted();
}

void Backups::complete(Backup backup, const QString &task)
{
    if (_instance.faults().has(faults::backupDropped)) {
        _instance.tasks().end(task, TaskState::Finished);
        return;
    }
    const QString folder = _instance.minecraftFolder();
    backup.rawSize = sizeOf(folder);
    const Result<void> packed = packFolder(folder, archiveOf(backup.id), _files.leftOutOfBackups());
    if (packed)
        _backups.append(backup);
    _instance.tasks().end(task, packed ? TaskState::Finished : TaskState::Failed);
}

Answer Backups::list() const
{
    QJsonArray manifests;
    for (const Backup &backup : _backups)
        manifests.append(manifestOf(backup));
    return valueOf(manifests);
}

Answer Backups::restore(const QString &id, Existing existing)
{
    if (find(id) == nullptr)
        return noSuchBackup();
    if (_instance.state() != AppState::Stopped)
        return refused(u"The application must be stopped before a backup can be restored"_s);
    if (existing == Existing::Delete) {
        const QDir folder(_instance.minecraftFolder());
        const auto all = QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot;
        for (const QFileInfo &entry : folder.entryInfoList(all)) {
            if (entry.isDir() && !entry.isSymLink())
                QDir(entry.filePath()).removeRecursively();
            else
                QFile::remove(entry.filePath());
        }
    }
    const Result<void> unpacked = unpackArchive(archiveOf(id), _instance.minecraftFolder());
    return unpacked ? accepted() : refused(unpacked.error().message);
}

bool Backups::remove(const QString &id)
{
    if (find(id) == nullptr)
        return false;
    QFile::remove(archiveOf(id));
    _backups.removeIf([&id](const Backup &backup) { return backup.id == id; });
    return true;
}

bool Backups::setSticky(const QString &id, bool sticky)
{
    Backup *backup = find(id);
    if (backup != nullptr)
        backup->sticky = sticky;
    return backup != nullptr;
}

QString Backups::archiveOf(const QString &id) const
{
    return _instance.root() + u"/.ampsim/backups/"_s + id + u".zip"_s;
}

QJsonObject Backups::manifestOf(const Backup &backup) const
{
    const qint64 packed = QFileInfo(archiveOf(backup.id)).size();
    const bool newer = _options.profile == Profile::Amp28;
    QJsonObject manifest{{u"Id"_s, backup.id},
                         {u"Name"_s, backup.title},
                         {u"Description"_s, backup.description},
                         {u"Timestamp"_s, _dialect.date(backup.at)},
                         {u"TakenBy"_s, backup.takenBy},
                         {u"ModuleName"_s, u"Minecraft"_s},
                         {u"SourceOS"_s, u"Linux"_s},
                         {u"Sticky"_s, backup.sticky},
                         {u"CreatedAutomatically"_s, backup.automatic},
                         {u"StoredLocally"_s, true},
                         {u"StoredRemotely"_s, false},
                         {u"TotalSizeBytes"_s, newer ? backup.rawSize : packed}};
    if (newer)
        manifest.insert(u"CompressedSizeBytes"_s, packed);
    return manifest;
}

Backup *Backups::find(const QString &id)
{
    const auto found = std::find_if(_backups.begin(), _backups.end(),
                                    [&id](const Backup &backup) { return backup.id == id.toLower(); });
    return found != _backups.end() ? &*found : nullptr;
}

} // namespace archivesmp::ampsim
