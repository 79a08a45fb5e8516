// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/storedvalues.h"

#include "common/protocol/domainjson.h"
#include "common/protocol/driftmembers.h"
#include "common/protocol/expectationmembers.h"

#include <QJsonDocument>

#include <algorithm>
#include <utility>

namespace archivesmp::agent::storage {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

QString compact(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject objectOf(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

// Without a branch in it, the compiler looks at many characters at once.
bool isPlain(QByteArrayView text, char besides = '"')
{
    bool other = false;
    for (const char c : text)
        other |= (c < ' ') | (c > '~') | (c == '"') | (c == '\\') | (c == besides);
    return !other;
}

// False, with who knows what appended, for values that are left to JSON's own way.
bool appendPlain(const Value &value, Utf8Buffer &to)
{
    switch (value.type()) {
    case Value::Type::Boolean:
        to.append(value.toBoolean() ? QByteArrayView("true") : QByteArrayView("false"));
        return true;
    case Value::Type::Integer:
        to.append(value.toInteger());
        return true;
    case Value::Type::Text:
        to.append('"');
        to.append(value.textView());
        to.append('"');
        return isPlain(value.textView());
    case Value::Type::List: {
        char before = '[';
        for (const Value &item : value.items()) {
            to.append(std::exchange(before, ','));
            if (!appendPlain(item, to))
                return false;
        }
        to.append(']');
        return !value.items().isEmpty();
    }
    default:
        return false;
    }
}

bool appendPlain(const ShownValue &value, Utf8Buffer &to)
{
    const auto *secret = std::get_if<SecretFingerprint>(&value);
    if (secret == nullptr)
        return appendPlain(std::get<Value>(value), to);
    to.append(QByteArrayView(R"({"fingerprint":")"));
    to.appendHex(secret->hmac);
    to.append(QByteArrayView(R"(","secret":true})"));
    return true;
}

} // namespace

QString notNull(const QString &text)
{
    return text.isNull() ? u""_s : text;
}

QString storedPayload(const JobPayload &payload)
{
    const QJsonValue json = protocol::toJson(payload);
    return json.isObject() ? compact(json.toObject()) : QString();
}

JobPayload payloadFromStored(const QString &text)
{
    if (text.isEmpty())
        return {};
    return protocol::jobPayloadFromJson(objectOf(text)).value_or(JobPayload());
}

// The plain way writes the same bytes in a tenth of the time, and most values are plain.
void storeShownValue(const ShownValue &value, Utf8Buffer &to)
{
    if (isAbsent(value))
        return;
    const qsizetype begin = to.size();
    to.append(QByteArrayView(R"({"shown":)"));
    if (appendPlain(value, to)) {
        to.append('}');
        return;
    }
    to.truncate(begin);
    protocol::JsonWriter writer;
    writer.shown("shown"_L1, value);
    to.append(QJsonDocument(writer.take()).toJson(QJsonDocument::Compact));
}

void storeKeyPath(const KeyPath &path, Utf8Buffer &to)
{
    const qsizetype begin = to.size();
    for (const QByteArray &key : path.keys()) {
        if (to.size() > begin)
            to.append('.');
        to.append(key);
        if (key.isEmpty() || !isPlain(key, '.')) {
            to.truncate(begin);
            to.append(path.toString());
            return;
        }
    }
}

ShownValue shownValueFromStored(const QString &text)
{
    std::optional<Error> error;
    const protocol::JsonPlace place(error);
    const QJsonObject object = objectOf(text);
    protocol::JsonReader reader(place, object);
    ShownValue value;
    reader.shown("shown"_L1, value);
    return error ? ShownValue() : value;
}

QString storedFix(const std::optional<FixPreview> &fix)
{
    return fix ? compact(protocol::objectOf(*fix)) : QString();
}

std::optional<FixPreview> fixFromStored(const QString &text)
{
    if (text.isEmpty())
        return std::nullopt;
    const auto fix = protocol::fromObject<FixPreview>(objectOf(text));
    return fix ? std::optional(*fix) : std::nullopt;
}

QString storedRule(const Rule &rule)
{
    return compact(protocol::objectOf(rule));
}

Rule ruleFromStored(const QString &text)
{
    return protocol::fromObject<Rule>(objectOf(text)).value_or(Rule());
}

QString storedObservation(const Observation &observation)
{
    return compact(protocol::objectOf(observation));
}

Observation observationFromStored(const QString &text)
{
    return protocol::fromObject<Observation>(objectOf(text)).value_or(Observation());
}

QString storedSummary(const protocol::VersionSummary &summary)
{
    return compact(protocol::objectOf(summary));
}

protocol::VersionSummary summaryFromStored(const QString &text)
{
    return protocol::fromObject<protocol::VersionSummary>(objectOf(text))
        .value_or(protocol::VersionSummary());
}

QString storedTexts(const QStringList &texts)
{
    return QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(texts)).toJson(QJsonDocument::Compact));
}

QStringList textsFromStored(const QString &text)
{
    QStringList texts;
    const auto stored = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue &item : stored)
        texts.append(item.toString());
    return texts;
}

QString storedFiles(const QList<BackupFile> &files)
{
    QJsonArray all;
    for (const BackupFile &file : files) {
        all.append(QJsonObject{{u"path"_s, file.path},
                               {u"sha256"_s, QString::fromLatin1(file.sha256.toHex())},
                               {u"size"_s, file.size}});
    }
    return QString::fromUtf8(QJsonDocument(all).toJson(QJsonDocument::Compact));
}

QList<BackupFile> filesFromStored(const QString &text)
{
    QList<BackupFile> files;
    const auto stored = QJsonDocument::fromJson(text.toUtf8()).array();
    for (const QJsonValue &file : stored) {
        files.append({file["path"_L1].toString(),
                      QByteArray::fromHex(file["sha256"_L1].toString().toLatin1()),
                      file["size"_L1].toInteger()});
    }
    return files;
}

} // namespace archivesmp::agent::storage
