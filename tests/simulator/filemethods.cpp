// SPDX-License-Identifier: GPL-3.0-or-later
// FileManagerPlugin and LocalFileBackupPlugin of an instance.
#include "tests/simulator/backups.h"
#include "tests/simulator/filestore.h"
#include "tests/simulator/methods.h"

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 defaultChunk = 1024 * 1024;

using Files = std::shared_ptr<FileStore>;

std::optional<QByteArray> bytesOf(const Call &call)
{
    const auto decoded = QByteArray::fromBase64Encoding(call.text("Data"_L1).toLatin1(),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional(*decoded) : std::nullopt;
}

void addReading(Methods &methods, const Files &files)
{
    methods[u"FileManagerPlugin/GetDirectoryListing"_s]
        = [files](const Call &call) { return files->list(call.text("Dir"_L1)); };
    methods[u"FileManagerPlugin/GetFileChunk"_s] = [files](const Call &call) {
        return files->readOldChunk(call.text("Filename"_L1), call.number("Position"_L1),
                                   call.number("Length"_L1));
    };
    methods[u"FileManagerPlugin/ReadFileChunk"_s] = [files](const Call &call) {
        const qint64 size
            = call.parameters.contains("ChunkSize"_L1) ? call.number("ChunkSize"_L1) : defaultChunk;
        return files->readChunk(call.text("Filename"_L1), call.number("Offset"_L1), size);
    };
    methods[u"FileManagerPlugin/CalculateFileMD5Sum"_s]
        = [files](const Call &call) { return files->md5(call.text("FilePath"_L1)); };
}

void addWriting(Methods &methods, const Files &files)
{
    methods[u"FileManagerPlugin/WriteFileChunk"_s] = [files](const Call &call) {
        const std::optional<QByteArray> bytes = bytesOf(call);
        if (!bytes)
            return exceptionFault(u"The input is not a valid Base-64 string"_s);
        return files->writeChunk(call.text("Filename"_L1), *bytes, call.number("Offset"_L1),
                                 call.flag("FinalChunk"_L1) ? FileStore::Chunk::Final
                                                            : FileStore::Chunk::Inner);
    };
    methods[u"FileManagerPlugin/AppendFileChunk"_s] = [files](const Call &call) {
        const std::optional<QByteArray> bytes = bytesOf(call);
        if (!bytes)
            return exceptionFault(u"The input is not a valid Base-64 string"_s);
        return files->append(call.text("Filename"_L1), *bytes,
                             call.flag("Delete"_L1) ? FileStore::Append::ToEmptied
                                                    : FileStore::Append::ToEnd);
    };
    methods[u"FileManagerPlugin/ReleaseFileUploadLock"_s]
        = [files](const Call &call) { return files->releaseLock(call.text("Filename"_L1)); };
}

void addArranging(Methods &methods, const Files &files)
{
    methods[u"FileManagerPlugin/CopyFile"_s] = [files](const Call &call) {
        return files->copy(call.text("Origin"_L1), call.text("TargetDirectory"_L1));
    };
    methods[u"FileManagerPlugin/RenameFile"_s] = [files](const Call &call) {
        return files->rename(call.text("Filename"_L1), call.text("NewFilename"_L1));
    };
    methods[u"FileManagerPlugin/RenameDirectory"_s] = [files](const Call &call) {
        return files->rename(call.text("oldDirectory"_L1), call.text("NewDirectoryName"_L1));
    };
    methods[u"FileManagerPlugin/CreateDirectory"_s]
        = [files](const Call &call) { return files->createFolder(call.text("NewPath"_L1)); };
    methods[u"FileManagerPlugin/TrashFile"_s]
        = [files](const Call &call) { return files->trash(call.text("Filename"_L1)); };
    methods[u"FileManagerPlugin/TrashDirectory"_s]
        = [files](const Call &call) { return files->trash(call.text("DirectoryName"_L1)); };
    methods[u"FileManagerPlugin/EmptyTrash"_s] = [files](const Call &) { return files->emptyTrash(); };
    methods[u"FileManagerPlugin/ChangeExclusion"_s] = [files](const Call &call) {
        return files->setExcluded(call.text("ModifyPath"_L1), call.flag("Exclude"_L1));
    };
    methods[u"FileManagerPlugin/CreateArchive"_s]
        = [files](const Call &call) { return files->pack(call.text("PathToArchive"_L1)); };
    methods[u"FileManagerPlugin/ExtractArchive"_s] = [files](const Call &call) {
        return files->unpack(call.text("ArchivePath"_L1), call.text("DestinationPath"_L1));
    };
}

void addBackups(Methods &methods, const std::shared_ptr<Backups> &backups, const Options &options)
{
    methods[u"LocalFileBackupPlugin/TakeBackup"_s] = [backups](const Call &call) {
        Backup wanted;
        wanted.title = call.text("Title"_L1);
        wanted.description = call.text("Description"_L1);
        wanted.sticky = call.flag("Sticky"_L1);
        wanted.automatic = call.flag("WasCreatedAutomatically"_L1);
        wanted.takenBy = call.session->user;
        return backups->take(wanted);
    };
    methods[u"LocalFileBackupPlugin/GetBackups"_s] = [backups](const Call &) { return backups->list(); };
    methods[u"LocalFileBackupPlugin/RestoreBackup"_s] = [backups](const Call &call) {
        return backups->restore(call.text("BackupId"_L1),
                                call.flag("DeleteExistingData"_L1) ? Backups::Existing::Delete
                                                                   : Backups::Existing::Keep);
    };
    methods[u"LocalFileBackupPlugin/DeleteLocalBackup"_s] = [backups](const Call &call) {
        return backups->remove(call.text("BackupId"_L1)) ? nothing() : exceptionFault(u"No such backup"_s);
    };
    // Declared Void until 2.6, and an ActionResult since.
    methods[u"LocalFileBackupPlugin/SetBackupSticky"_s] = [backups, &options](const Call &call) {
        const bool found = backups->setSticky(call.text("BackupId"_L1), call.flag("Sticky"_L1));
        if (options.profile != Profile::Amp28)
            return found ? nothing() : exceptionFault(u"No such backup"_s);
        return found ? accepted() : refused(u"No such backup"_s);
    };
    methods[u"LocalFileBackupPlugin/RefreshBackupList"_s] = [](const Call &) { return nothing(); };
    methods[u"LocalFileBackupPlugin/BackupWillStopServer"_s] = [](const Call &) { return valueOf(false); };
}

} // namespace

void addFileMethods(Methods &methods, Instance &instance, const Options &options, const Dialect &dialect)
{
    const auto files = std::make_shared<FileStore>(instance.minecraftFolder(), dialect);
    addReading(methods, files);
    addWriting(methods, files);
    addArranging(methods, files);
    // The backups keep a reference to the files, so that both live as long as the methods.
    const std::shared_ptr<Backups> backups(new Backups(instance, *files, options, dialect),
                                           [files](Backups *gone) { delete gone; });
    addBackups(methods, backups, options);
}

} // namespace archivesmp::ampsim
