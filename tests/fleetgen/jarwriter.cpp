// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fleetgen/jarwriter.h"

#include <QFile>

#include <zip.h>

namespace archivesmp::fleetgen {

using namespace Qt::StringLiterals;
using domain::Platform;

namespace {

// 1 January 2025, 00:00, as ZIP counts; a time_t would depend on the time zone.
constexpr zip_uint16_t fixedTime = 0;
constexpr zip_uint16_t fixedDate = ((2025 - 1980) << 9) | (1 << 5) | 1;

QByteArray entryName(Platform platform)
{
    switch (platform) {
    case Platform::Velocity:
        return "velocity-plugin.json";
    case Platform::Geyser:
        return "extension.yml";
    default:
        return "plugin.yml";
    }
}

QByteArray descriptor(const QString &plugin, const QString &version, Platform platform)
{
    const QString id = plugin.toLower();
    switch (platform) {
    case Platform::Velocity:
        return u"{\"id\":\"%1\",\"name\":\"%2\",\"version\":\"%3\",\"main\":\"example.%2\"}\n"_s
            .arg(id, plugin, version)
            .toUtf8();
    case Platform::Geyser:
        return u"id: %1\nname: %2\nmain: example.%2\napi: 2.2.0\nversion: '%3'\n"_s
            .arg(plugin, plugin, version)
            .toUtf8();
    default:
        return u"name: %1\nversion: '%2'\nmain: example.%1\napi-version: '1.21'\n"_s.arg(plugin, version)
            .toUtf8();
    }
}

bool addEntry(zip_t *archive, const QByteArray &name, const QByteArray &bytes)
{
    zip_source_t *source
        = zip_source_buffer(archive, bytes.constData(), static_cast<zip_uint64_t>(bytes.size()), 0);
    if (source == nullptr)
        return false;
    const zip_int64_t index = zip_file_add(archive, name.constData(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), fixedTime, fixedDate, 0) == 0;
}

} // namespace

Result<void> writeJar(const QString &path, const QString &plugin, const QString &version, Platform platform)
{
    int code = 0;
    zip_t *archive = zip_open(QFile::encodeName(path).constData(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (archive == nullptr)
        return Error{ErrorCode::Internal, u"cannot create the JAR"_s, path};
    // The buffers must live until the archive is closed.
    const QByteArray manifest = "Manifest-Version: 1.0\n";
    const QByteArray text = descriptor(plugin, version, platform);
    const QByteArray ballast = (plugin + u' ' + version + u'\n').toUtf8().repeated(64);
    const bool added = addEntry(archive, "META-INF/MANIFEST.MF", manifest)
        && addEntry(archive, entryName(platform), text)
        && addEntry(archive, "example/" + plugin.toUtf8() + ".class", ballast);
    if (!added || zip_close(archive) != 0) {
        zip_discard(archive);
        return Error{ErrorCode::Internal, u"cannot write the JAR"_s, path};
    }
    return {};
}

} // namespace archivesmp::fleetgen
