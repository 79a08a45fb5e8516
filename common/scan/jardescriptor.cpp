// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/jardescriptor.h"

#include "common/config/configdocument.h"
#include "common/scan/zipsource.h"

#include <QFile>

#include <array>
#include <memory>
#include <optional>
#include <utility>

#include <fcntl.h>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Platform;

namespace {

constexpr zip_uint64_t largestDescriptor = 1024 * 1024;

struct Kind
{
    const char *entry;
    config::Format format;
    Platform platform;
};

// In the order of preference: Paper reads its own descriptor first where a JAR has both.
constexpr std::array<Kind, 4> kinds{{
    {"paper-plugin.yml", config::Format::Yaml, Platform::Paper},
    {"plugin.yml", config::Format::Yaml, Platform::Paper},
    {"velocity-plugin.json", config::Format::Json, Platform::Velocity},
    {"extension.yml", config::Format::Yaml, Platform::Geyser},
}};

struct Discard
{
    void operator()(zip_t *archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, Discard>;

struct CloseEntry
{
    void operator()(zip_file_t *entry) const { zip_fclose(entry); }
};

Error notAJar(const QString &why)
{
    return {ErrorCode::InvalidInput, u"not a plugin's JAR: "_s + why};
}

std::optional<QByteArray> readEntry(zip_t *archive, const char *name)
{
    zip_stat_t status;
    if (zip_stat(archive, name, 0, &status) != 0 || (status.valid & ZIP_STAT_SIZE) == 0)
        return std::nullopt;
    // The size is what the archive claims: it bounds what is read, whatever the entry really unpacks to.
    if (status.size > largestDescriptor)
        return QByteArray();
    const std::unique_ptr<zip_file_t, CloseEntry> entry(zip_fopen(archive, name, 0));
    if (!entry)
        return QByteArray();
    QByteArray bytes(static_cast<qsizetype>(status.size), Qt::Uninitialized);
    const zip_int64_t count = zip_fread(entry.get(), bytes.data(), status.size);
    return count == bytes.size() ? bytes : QByteArray();
}

QString textAt(const ConfigDocument &document, QByteArrayView key)
{
    const auto node = document.child(0, key);
    if (node == ConfigDocument::noNode)
        return {};
    // Versions are often written as numbers: 1.10 stays 1.10.
    return QString::fromUtf8(document.node(node).text);
}

Result<JarDescriptor> parseDescriptor(const QByteArray &bytes, const Kind &kind)
{
    const auto document = config::parse(bytes, kind.format);
    if (!document)
        return document.error().inFile(QString::fromLatin1(kind.entry)).because(u"not a plugin's JAR"_s);
    JarDescriptor descriptor{textAt(*document, "name"), textAt(*document, "id"), textAt(*document, "version"),
                             kind.platform, QString::fromLatin1(kind.entry)};
    if (descriptor.name.isEmpty())
        descriptor.name = descriptor.id;
    if (descriptor.id.isEmpty())
        descriptor.id = descriptor.name;
    if (descriptor.name.isEmpty())
        return notAJar(descriptor.file + u" names no plugin"_s);
    return descriptor;
}

Result<JarDescriptor> readDescriptor(zip_t *archive)
{
    std::optional<JarDescriptor> found;
    for (const Kind &kind : kinds) {
        const auto bytes = readEntry(archive, kind.entry);
        if (!bytes)
            continue;
        auto descriptor = parseDescriptor(*bytes, kind);
        if (!descriptor)
            return descriptor.error();
        // One JAR for several platforms is common; its descriptors name the same plugin.
        if (!found)
            found = *descriptor;
        else if (found->name.compare(descriptor->name, Qt::CaseInsensitive) != 0
                 && found->id.compare(descriptor->id, Qt::CaseInsensitive) != 0)
            return notAJar(u"%1 names %2, but %3 names %4"_s.arg(found->file, found->name, descriptor->file,
                                                                 descriptor->name));
    }
    if (!found)
        return notAJar(u"no plugin.yml, paper-plugin.yml, velocity-plugin.json or extension.yml in it"_s);
    return *found;
}

} // namespace

Result<JarDescriptor> readJarDescriptor(OpenFile jar)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zipSourceOf(std::move(jar));
    const Archive archive(source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error));
    if (!archive) {
        zip_source_free(source);
        const QString why = QString::fromUtf8(zip_error_strerror(&error));
        zip_error_fini(&error);
        return notAJar(why);
    }
    return readDescriptor(archive.get());
}

Result<JarDescriptor> readJarDescriptor(const QString &path)
{
    OpenFile file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (file.descriptor() < 0)
        return Error{ErrorCode::NotFound, u"cannot open the file"_s, path};
    return readJarDescriptor(std::move(file));
}

} // namespace archivesmp::scan
