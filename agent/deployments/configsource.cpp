// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/deployments/configsource.h"

#include "agent/deployments/changebackup.h"
#include "common/config/configdocument.h"
#include "common/core/counted.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace archivesmp::agent::deployments {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using config::Edit;
using domain::SettingChange;
using instances::InstanceFolder;

namespace {

constexpr qint64 largestFile = qint64(4) * 1024 * 1024;

QByteArray hashOf(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

QString shortHash(const QByteArray &hash)
{
    return QString::fromLatin1(hash.toHex().left(12));
}

// Nothing where the document has no such key.
std::optional<Value> valueAt(const ConfigDocument &document, const KeyPath &path)
{
    const auto node = document.find(path);
    if (node == ConfigDocument::noNode)
        return std::nullopt;
    return document.value(node);
}

// A secret travels as its canonical JSON: a text or a list of texts.
Result<Value> valueOfSecret(const Secret &secret)
{
    const QJsonDocument wrapped = QJsonDocument::fromJson('[' + secret.reveal() + ']');
    if (!wrapped.isArray() || wrapped.array().size() != 1)
        return Error{ErrorCode::InvalidInput, u"the secret that came with the claim cannot be read"_s};
    return Value::fromJson(wrapped.array().at(0));
}

// .properties know texts only.
bool means(const std::optional<Value> &actual, const Value &wanted, config::Format format)
{
    if (!actual)
        return false;
    return *actual == wanted
        || (format == config::Format::Properties && actual->toPlainText() == wanted.toPlainText());
}

} // namespace

ConfigSource::ConfigSource(domain::Job job, QHash<QString, Secret> secrets)
    : _job(std::move(job))
    , _secrets(std::move(secrets))
{
    if (const auto *payload = std::get_if<domain::ConfigUpdatePayload>(&_job.payload))
        _payload = *payload;
    _path = u"Minecraft/"_s + _payload.file;
    _format = config::formatOfFile(_payload.file);
}

Task<Result<void>> ConfigSource::fetch(std::shared_ptr<jobs::JobRun>)
{
    if (_payload.changes.isEmpty()) {
        co_return Error{
            ErrorCode::InvalidArgument, u"the job does not say what to write"_s, {}, 0, 0, u"payload"_s};
    }
    const auto wanted = edits();
    co_return wanted ? Result<void>() : Result<void>(wanted.error());
}

Result<QList<Edit>> ConfigSource::edits() const
{
    QList<Edit> wanted;
    for (const SettingChange &change : _payload.changes) {
        Edit edit{.path = change.key, .value = change.value};
        if (change.action == SettingChange::Action::Remove)
            edit.action = Edit::Action::Remove;
        if (!change.secretReference.isEmpty()) {
            const auto secret = _secrets.constFind(change.secretReference);
            if (secret == _secrets.constEnd()) {
                return Error{ErrorCode::NotFound, u"the expected secret did not come with the claim"_s}
                    .atField(change.key.toString());
            }
            const auto value = valueOfSecret(*secret);
            if (!value)
                return value.error().atField(change.key.toString());
            edit.value = *value;
        }
        wanted.append(edit);
    }
    return wanted;
}

// The settings concerned must be what the plan saw, whatever else the plugin wrote when it stopped.
Result<void> ConfigSource::checkFresh(const QByteArray &fresh) const
{
    const auto before = config::parse(_seen, _format, config::pluginFileLimits);
    const auto now = config::parse(fresh, _format, config::pluginFileLimits);
    if (!before || !now)
        return (before ? now : before).error().inFile(_payload.file);
    for (const SettingChange &change : _payload.changes) {
        if (valueAt(*before, change.key) != valueAt(*now, change.key)) {
            return Error{ErrorCode::Conflict,
                         u"stale: the plugin wrote this setting while it stopped"_s,
                         _payload.file,
                         0,
                         0,
                         change.key.toString(),
                         u"scan again"_s};
        }
    }
    return {};
}

Result<Preparation> ConfigSource::prepare(const InstanceFolder &folder, Phase phase)
{
    const auto content = folder.read(_path, largestFile);
    if (!content)
        return content.error();
    if (phase == Phase::BeforeStop) {
        if (hashOf(*content) != _payload.fileSha256) {
            return Error{ErrorCode::Conflict,
                         u"stale: the plan saw SHA-256 "_s + shortHash(_payload.fileSha256)
                             + u", the file now has "_s + shortHash(hashOf(*content)),
                         _payload.file,
                         0,
                         0,
                         {},
                         u"scan again"_s};
        }
        _seen = *content;
    } else if (*content != _seen) {
        if (const auto fresh = checkFresh(*content); !fresh)
            return fresh.error();
    }
    const auto wanted = edits();
    if (!wanted)
        return wanted.error();
    const auto edited = config::applyEdits(*content, _format, *wanted);
    if (!edited)
        return edited.error().inFile(_payload.file);
    _written = *edited;
    Preparation preparation;
    preparation.restarts = _payload.restart;
    if (*edited == *content)
        return preparation;

    const auto facts = folder.facts(_path);
    if (!facts)
        return facts.error();
    if (facts->links > 1) {
        return Error{ErrorCode::PermissionDenied,
                     u"the file has another hard link, which would be changed too"_s, _payload.file};
    }
    if (const auto made = folder.makeFolders(stageFolder(_job.id)); !made)
        return made.error();
    const QString staged = stageFolder(_job.id) + u"/new"_s;
    if (const auto written = folder.replace(staged, *edited); !written)
        return written.error();
    if (const auto dressed = folder.dressLike(staged, *facts); !dressed)
        return dressed.error();
    preparation.changes.append({_path, hashOf(*content), hashOf(*edited), staged, true});
    return preparation;
}

Result<QString> ConfigSource::prove(const InstanceFolder &folder)
{
    const auto content = folder.read(_path, largestFile);
    if (!content)
        return content.error();
    const auto document = config::parse(*content, _format, config::pluginFileLimits);
    if (!document)
        return document.error().inFile(_payload.file);
    const auto wanted = edits();
    if (!wanted)
        return wanted.error();
    for (const Edit &edit : *wanted) {
        const auto actual = valueAt(*document, edit.path);
        const bool right = edit.action == Edit::Action::Remove ? !actual : means(actual, edit.value, _format);
        if (!right) {
            return Error{ErrorCode::Conflict,
                         u"the plugin has put another value in its place"_s,
                         _payload.file,
                         0,
                         0,
                         edit.path.toString(),
                         u"look into the plugin's log"_s};
        }
    }
    const qsizetype count = wanted->size();
    const QString values = counted(count, u"value written", u"values written");
    if (_written.isEmpty()) // a former process wrote it
        return QString(u"verified · "_s + values);
    if (*content == _written)
        return QString(u"verified · "_s + values + u", 0 other bytes"_s);
    return QString(u"verified · "_s + values + u"; the plugin has written its file again since"_s);
}

} // namespace archivesmp::agent::deployments
