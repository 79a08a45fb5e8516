// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/ziparchive.h"

#include <QDir>
#include <QDirIterator>

#include <zip.h>

#include <memory>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

struct ZipDiscarder
{
    void operator()(zip_t *archive) const { zip_discard(archive); }
};
using Zip = std::unique_ptr<zip_t, ZipDiscarder>;

struct ZipFileCloser
{
    void operator()(zip_file_t *file) const { zip_fclose(file); }
};

bool isExcluded(const QString &path, const QStringList &except)
{
    return std::any_of(except.cbegin(), except.cend(),
                       [&path](const QString &left) { return path == left || path.startsWith(left + u'/'); });
}

Result<void> unpackEntry(zip_t *archive, zip_uint64_t index, const QString &folder)
{
    const QString name = QString::fromUtf8(zip_get_name(archive, index, 0));
    const QString target = QDir::cleanPath(folder + u'/' + name);
    if (!target.startsWith(folder + u'/'))
        return Error{ErrorCode::InvalidInput, u"the entry leads out of the folder: "_s + name};
    if (name.endsWith(u'/')) {
        QDir().mkpath(target);
        return {};
    }
    QDir().mkpath(QFileInfo(target).path());
    const std::unique_ptr<zip_file_t, ZipFileCloser> entry(zip_fopen_index(archive, index, 0));
    QFile file(target);
    if (entry == nullptr || !file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return Error{ErrorCode::Internal, u"cannot write "_s + name};
    QByteArray part(64 * 1024, Qt::Uninitialized);
    zip_int64_t count = 0;
    while ((count = zip_fread(entry.get(), part.data(), static_cast<zip_uint64_t>(part.size()))) > 0)
        file.write(part.constData(), count);
    return {};
}

} // namespace

Result<void> packFolder(const QString &folder, const QString &archive, const QStringList &except)
{
    QDir().mkpath(QFileInfo(archive).path());
    Zip zip(zip_open(QFile::encodeName(archive).constData(), ZIP_CREATE | ZIP_TRUNCATE, nullptr));
    if (zip == nullptr)
        return Error{ErrorCode::Internal, u"cannot create the archive"_s}.inFile(archive);
    const QDir root(folder);
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = root.relativeFilePath(files.next());
        if (isExcluded(path, except))
            continue;
        zip_source_t *source
            = zip_source_file(zip.get(), QFile::encodeName(files.filePath()).constData(), 0, -1);
        if (zip_file_add(zip.get(), path.toUtf8().constData(), source, ZIP_FL_ENC_UTF_8) < 0)
            zip_source_free(source);
    }
    // libzip reads and writes only now, and writes no archive without an entry.
    if (zip_close(zip.get()) != 0)
        return Error{ErrorCode::Internal, QString::fromUtf8(zip_strerror(zip.get()))}.inFile(archive);
    static_cast<void>(zip.release());
    return {};
}

Result<void> unpackArchive(const QString &archive, const QString &folder)
{
    const Zip zip(zip_open(QFile::encodeName(archive).constData(), ZIP_RDONLY, nullptr));
    if (zip == nullptr)
        return Error{ErrorCode::InvalidInput, u"not a ZIP archive"_s}.inFile(archive);
    const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const Result<void> unpacked = unpackEntry(zip.get(), static_cast<zip_uint64_t>(i), folder);
        if (!unpacked)
            return unpacked;
    }
    return {};
}

} // namespace archivesmp::ampsim
