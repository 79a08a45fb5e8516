// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/jardescriptor.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <zip.h>

#include <memory>
#include <optional>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

constexpr zip_uint64_t sizeLimit = 1024 * 1024;

struct ZipCloser
{
    void operator()(zip_t *archive) const { zip_discard(archive); }
};

std::optional<QByteArray> entryOf(zip_t *archive, const char *name)
{
    zip_stat_t about;
    if (zip_stat(archive, name, 0, &about) != 0 || about.size > sizeLimit)
        return std::nullopt;
    zip_file_t *file = zip_fopen(archive, name, 0);
    if (file == nullptr)
        return std::nullopt;
    QByteArray bytes(static_cast<qsizetype>(about.size), Qt::Uninitialized);
    const zip_int64_t count = zip_fread(file, bytes.data(), about.size);
    zip_fclose(file);
    if (count != static_cast<zip_int64_t>(about.size))
        return std::nullopt;
    return bytes;
}

QString yamlMember(const QByteArray &yaml, const QByteArray &key)
{
    for (const QByteArray &line : yaml.split('\n')) {
        if (!line.startsWith(key) || line.mid(key.size(), 1) != ":")
            continue;
        QByteArray text = line.mid(key.size() + 1);
        const qsizetype comment = text.indexOf(" #");
        text = (comment < 0 ? text : text.left(comment)).trimmed();
        if (text.size() >= 2 && (text.startsWith('"') || text.startsWith('\''))
            && text.endsWith(text.front()))
            text = text.mid(1, text.size() - 2);
        return QString::fromUtf8(text);
    }
    return {};
}

JarDescriptor fromYaml(const QByteArray &yaml, JarDescriptor::Kind kind)
{
    const QString name = yamlMember(yaml, "name");
    return {kind, name.isEmpty() ? yamlMember(yaml, "id") : name, yamlMember(yaml, "version"),
            yamlMember(yaml, "ampsim-fault")};
}

JarDescriptor fromJson(const QByteArray &json)
{
    const QJsonObject members = QJsonDocument::fromJson(json).object();
    return {JarDescriptor::Kind::Velocity, members.value("id"_L1).toString(),
            members.value("version"_L1).toString(), members.value("ampsim-fault"_L1).toString()};
}

} // namespace

Result<JarDescriptor> readJarDescriptor(const QString &path)
{
    const std::unique_ptr<zip_t, ZipCloser> archive(
        zip_open(QFile::encodeName(path).constData(), ZIP_RDONLY, nullptr));
    if (archive == nullptr)
        return Error{ErrorCode::InvalidInput, u"zip END header not found"_s}.inFile(path);
    JarDescriptor descriptor;
    if (const auto paper = entryOf(archive.get(), "paper-plugin.yml"))
        descriptor = fromYaml(*paper, JarDescriptor::Kind::Paper);
    else if (const auto bukkit = entryOf(archive.get(), "plugin.yml"))
        descriptor = fromYaml(*bukkit, JarDescriptor::Kind::Paper);
    else if (const auto velocity = entryOf(archive.get(), "velocity-plugin.json"))
        descriptor = fromJson(*velocity);
    else if (const auto extension = entryOf(archive.get(), "extension.yml"))
        descriptor = fromYaml(*extension, JarDescriptor::Kind::Geyser);
    if (descriptor.name.isEmpty())
        return Error{ErrorCode::InvalidInput, u"Jar does not contain plugin.yml"_s}.inFile(path);
    return descriptor;
}

} // namespace archivesmp::ampsim
