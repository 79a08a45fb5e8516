// SPDX-License-Identifier: GPL-3.0-or-later
// What redis-cli printed, read as the messages of the seed document.
#pragma once

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>

namespace archivesmp::tests {

// Of SUBSCRIBE: "message", the channel and the message, a line each.
[[nodiscard]] inline QList<QJsonObject> messagesOn(const QByteArray &channel, const QByteArray &heard)
{
    QList<QJsonObject> messages;
    const QList<QByteArray> lines = heard.split('\n');
    for (qsizetype i = 2; i < lines.size(); ++i) {
        if (lines.at(i - 2) == "message" && lines.at(i - 1) == channel)
            messages.append(QJsonDocument::fromJson(lines.at(i)).object());
    }
    return messages;
}

// Of XRANGE: the id, "m" and the message, a line each.
[[nodiscard]] inline QList<QJsonObject> entriesOf(const QByteArray &stream)
{
    QList<QJsonObject> entries;
    const QList<QByteArray> lines = stream.split('\n');
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (lines.at(i - 1) == "m")
            entries.append(QJsonDocument::fromJson(lines.at(i)).object());
    }
    return entries;
}

// The message of a job; empty where there is none.
[[nodiscard]] inline QJsonObject messageOf(const QString &job, const QList<QJsonObject> &messages)
{
    for (const QJsonObject &message : messages) {
        if (message.value(u"job_id").toString() == job)
            return message;
    }
    return {};
}

} // namespace archivesmp::tests
