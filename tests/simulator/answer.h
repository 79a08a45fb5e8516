// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QString>

namespace archivesmp::ampsim {

// What a method gives back, before the dialect writes it.
struct Answer
{
    enum class Kind { Value, Nothing, Fault };

    Kind kind = Kind::Nothing;
    QJsonValue value = {};
};

[[nodiscard]] Answer valueOf(const QJsonValue &value);
[[nodiscard]] Answer nothing(); // of a method that AMP declares Void
[[nodiscard]] Answer accepted(const QJsonValue &result = QJsonValue::Undefined); // ActionResult, Status true
[[nodiscard]] Answer refused(const QString &reason);                             // ActionResult, Status false
[[nodiscard]] Answer fault(const QString &title, const QString &message);
[[nodiscard]] Answer sessionFault();                         // no session, an old one or another scope's
[[nodiscard]] Answer permissionFault(const QString &node);   // the role lacks it
[[nodiscard]] Answer exceptionFault(const QString &message); // AMP's own code failed

} // namespace archivesmp::ampsim
