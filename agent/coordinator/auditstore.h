// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QDateTime>
#include <QList>
#include <QString>

namespace archivesmp::agent::coordinator {

// One deed of one person. Never holds a secret.
struct AuditEntry
{
    QDateTime at; // UTC
    QString actor;
    QString action;  // "plan.apply"
    QString subject; // the id of what was acted on
    QString detail;

    friend bool operator==(const AuditEntry &, const AuditEntry &) = default;
};

// Who did what; only ever added to.
class AuditStore
{
public:
    virtual ~AuditStore() = default;

    [[nodiscard]] virtual Result<void> add(const AuditEntry &entry) = 0;
    [[nodiscard]] virtual Result<bool> contains(const QString &action, const QString &subject) = 0;
    [[nodiscard]] virtual Result<QList<AuditEntry>> recent(int limit) = 0; // newest first
};

} // namespace archivesmp::agent::coordinator
