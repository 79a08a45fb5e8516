// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/settingsfile.h"

#include "agent/settings/aliasplace.h"
#include "common/config/configdocument.h"

#include <yaml-cpp/yaml.h>

#include <QFile>
#include <QFileInfo>

#ifdef Q_OS_UNIX
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace archivesmp::agent::settings {

using namespace Qt::StringLiterals;

namespace {

constexpr int readAttempts = 3;

#ifdef Q_OS_UNIX

class Descriptor final
{
public:
    explicit Descriptor(int fd)
        : _fd(fd)
    { }
    ~Descriptor()
    {
        if (_fd >= 0)
            ::close(_fd);
    }
    Q_DISABLE_COPY_MOVE(Descriptor)
    [[nodiscard]] int get() const { return _fd; }

private:
    int _fd;
};

Error openError(const QString &path, int number)
{
    if (number == ENOENT)
        return Error{ErrorCode::NotFound,
                     u"not found"_s,
                     path,
                     0,
                     0,
                     {},
                     u"copy "_s + QFileInfo(path).fileName() + u".template there and fill it in"_s};
    return Error{ErrorCode::PermissionDenied,
                 u"cannot open: "_s + QString::fromLocal8Bit(std::strerror(number)), path};
}

Result<void> checkKind(const QString &path, const struct stat &status, Privacy privacy, qsizetype limit)
{
    if (!S_ISREG(status.st_mode))
        return Error{ErrorCode::InvalidInput, u"is not a regular file"_s, path};
    if (status.st_size > limit)
        return Error{ErrorCode::LimitExceeded,
                     u"holds %1 bytes, more than the %2 that are read"_s.arg(status.st_size).arg(limit),
                     path};
    if (privacy == Privacy::Secret && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return Error{
            ErrorCode::PermissionDenied,
            u"can be read or written by others (mode %1)"_s.arg(status.st_mode & 07777, 4, 8, QChar(u'0')),
            path,
            0,
            0,
            {},
            u"run: chmod 600 "_s + path};
    if (privacy == Privacy::Secret && status.st_uid != ::geteuid() && status.st_uid != 0)
        return Error{ErrorCode::PermissionDenied,
                     u"belongs to another user"_s,
                     path,
                     0,
                     0,
                     {},
                     u"run: chown "_s + QString::number(::geteuid()) + u' ' + path};
    return {};
}

bool sameState(const struct stat &a, const struct stat &b)
{
    return a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec
        && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

Result<std::optional<QByteArray>> readOnce(const QString &path, Privacy privacy, qsizetype limit)
{
    // Without O_NONBLOCK the open of a FIFO would wait for a writer.
    const Descriptor file(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.get() < 0)
        return openError(path, errno);
    struct stat before
    { };
    if (::fstat(file.get(), &before) != 0)
        return openError(path, errno);
    if (Result<void> kind = checkKind(path, before, privacy, limit); !kind)
        return kind.error();

    QByteArray content(before.st_size + 1, Qt::Uninitialized);
    qsizetype length = 0;
    while (length < content.size()) {
        const ssize_t count
            = ::read(file.get(), content.data() + length, static_cast<size_t>(content.size() - length));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return openError(path, errno);
        if (count == 0)
            break;
        length += count;
    }
    struct stat after
    { };
    struct stat named
    { };
    if (::fstat(file.get(), &after) != 0 || ::stat(QFile::encodeName(path).constData(), &named) != 0
        || !sameState(before, after) || !sameState(before, named) || length != before.st_size)
        return std::optional<QByteArray>();
    content.truncate(length);
    return std::optional(content);
}

#else

Result<std::optional<QByteArray>> readOnce(const QString &path, Privacy, qsizetype limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::NotFound, u"cannot open: "_s + file.errorString(), path};
    if (file.size() > limit)
        return Error{ErrorCode::LimitExceeded, u"is larger than the %1 bytes that are read"_s.arg(limit),
                     path};
    return std::optional(file.readAll());
}

#endif

SettingsNode fromYaml(const YAML::Node &yaml)
{
    SettingsNode node;
    // yaml-cpp counts from 0; a node that was never written has -1.
    node.line = yaml.Mark().line + 1;
    node.column = yaml.Mark().column + 1;
    switch (yaml.Type()) {
    case YAML::NodeType::Scalar:
        node.kind = SettingsNode::Kind::Scalar;
        node.text = QString::fromStdString(yaml.Scalar());
        node.quoted = yaml.Tag() == "!";
        break;
    case YAML::NodeType::Sequence:
        node.kind = SettingsNode::Kind::List;
        for (const YAML::Node &item : yaml)
            node.items.append(fromYaml(item));
        break;
    case YAML::NodeType::Map:
        node.kind = SettingsNode::Kind::Map;
        for (const auto &entry : yaml) {
            node.entries.append({QString::fromStdString(entry.first.Scalar()), fromYaml(entry.second)});
            node.keyLines.append(entry.first.Mark().line + 1);
        }
        break;
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
        break;
    }
    return node;
}

// yaml-cpp's exceptions end here.
Result<SettingsNode> loadYaml(const QByteArray &source)
{
    try {
        return fromYaml(YAML::Load(source.toStdString()));
    } catch (const YAML::Exception &exception) {
        return Error{ErrorCode::InvalidInput,
                     QString::fromStdString(exception.msg),
                     {},
                     exception.mark.line + 1,
                     exception.mark.column + 1};
    }
}

} // namespace

const SettingsNode *SettingsNode::find(QStringView key) const
{
    for (const auto &[name, node] : entries) {
        if (name == key)
            return &node;
    }
    return nullptr;
}

Result<QByteArray> readPrivateFile(const QString &path, Privacy privacy, qsizetype limit)
{
    for (int attempt = 0; attempt < readAttempts; ++attempt) {
        Result<std::optional<QByteArray>> content = readOnce(path, privacy, limit);
        if (!content)
            return content.error();
        if (content->has_value())
            return **content;
    }
    return Error{ErrorCode::Conflict,
                 u"keeps changing while it is read"_s,
                 path,
                 0,
                 0,
                 {},
                 u"try again when it is saved"_s};
}

Result<SettingsNode> parseSettings(const QByteArray &source)
{
    if (source.startsWith("\xff\xfe") || source.startsWith("\xfe\xff") || source.contains('\0'))
        return Error{ErrorCode::InvalidInput,    u"empty or not UTF-8"_s, {}, 1, 1, {},
                     u"save the file as UTF-8"_s};
    Result<config::ConfigDocument> guarded = config::parse(source, config::Format::Yaml);
    if (!guarded)
        return guarded.error();
    for (const config::ConfigDocument::Problem &problem : guarded->problems())
        return Error{ErrorCode::InvalidInput, problem.message, {}, problem.line, problem.column, {},
                     u"keep one of them"_s};
    for (const config::ConfigDocument::Node &node : guarded->nodes()) {
        // yaml-cpp would take "<<" for a key like any other.
        if (!node.fromAlias)
            continue;
        const Place place = placeOfFirstAlias(source).value_or(
            Place{static_cast<int>(node.line), static_cast<int>(node.column)});
        return Error{ErrorCode::InvalidInput,
                     u"anchors, aliases and merge keys are not used in settings"_s,
                     {},
                     place.line,
                     place.column,
                     {},
                     u"write the value out"_s};
    }
    if (guarded->node(0).type == Value::Type::Null)
        return Error{ErrorCode::InvalidInput,          u"empty or not UTF-8"_s, {}, 1, 1, {},
                     u"fill it in from its template"_s};
    if (guarded->node(0).type != Value::Type::Map)
        return Error{ErrorCode::InvalidInput, u"must hold settings as \"key: value\""_s, {}, 1, 1};
    return loadYaml(source);
}

} // namespace archivesmp::agent::settings
