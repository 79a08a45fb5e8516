// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/protocol/expectationmessages.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QMap>
#include <QString>

#include <optional>

namespace archivesmp::agent::coordinator {

// One version of what is expected of the fleet.
struct ExpectationVersion
{
    qint64 version = 0; // from 1
    QString author;
    QString reason;
    QDateTime createdAt;                // UTC
    QByteArray sha256;                  // of the document, 32 bytes
    QByteArray document;                // canonical JSON, secrets as references
    QHash<QString, QByteArray> secrets; // by reference, sealed
    protocol::VersionSummary summary;   // of what it changed
    qint64 undoes = 0;                  // the version that it takes back
    QMap<QString, QString> aliases; // in the document too; a table of their own for those who ask with SQL
};

// The fleet's own identity, made at the host's first start.
struct FleetIdentity
{
    QString id;
    QByteArray sealedKey;
};

class ExpectationStore
{
public:
    virtual ~ExpectationStore() = default;

    [[nodiscard]] virtual Result<std::optional<ExpectationVersion>> newest() = 0;
    [[nodiscard]] virtual Result<std::optional<ExpectationVersion>> version(qint64 version) = 0;
    // Newest first, those before `before` where that is not 0.
    [[nodiscard]] virtual Result<QList<protocol::VersionEntry>> history(qint64 before, int limit) = 0;
    [[nodiscard]] virtual Result<void> add(const ExpectationVersion &version) = 0;

    [[nodiscard]] virtual Result<std::optional<FleetIdentity>> identity() = 0;
    [[nodiscard]] virtual Result<void> saveIdentity(const FleetIdentity &identity) = 0;
};

} // namespace archivesmp::agent::coordinator
