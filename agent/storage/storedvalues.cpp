// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/storedvalues.h"

#include "common/protocol/domainjson.h"
#include "common/protocol/driftmembers.h"
#include "common/protocol/expectationmembers.h"

#include <QJsonDocument>

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

QString storedShownValue(const ShownValue &value)
{
    if (isAbsent(value))
        return {};
    protocol::JsonWriter writer;
    writer.shown("shown"_L1, value);
    return compact(writer.take());
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
