// SPDX-License-Identifier: GPL-3.0-or-later
// How results are kept in a scan's cache. Times of a scan are not: what is read again is seen now.
#pragma once

#include "common/drift/driftdetector.h"
#include "common/scan/scanrequest.h"

#include <QDataStream>

#include <optional>

namespace archivesmp::scan {

// Bounds are checked: whatever the bytes are, a reader ends with a result or with the stream's status.
void setUp(QDataStream &stream);

void write(QDataStream &out, const QList<domain::Finding> &findings);
[[nodiscard]] QList<domain::Finding> readFindings(QDataStream &in, const QDateTime &seenAt);

void write(QDataStream &out, const KeyPath &path);
[[nodiscard]] KeyPath readKeyPath(QDataStream &in);

void write(QDataStream &out, const domain::ScanCounts &counts);
[[nodiscard]] domain::ScanCounts readCounts(QDataStream &in);

// What the comparison of one file gave.
struct FileOutcome
{
    QList<domain::Finding> findings;
    domain::ScanCounts counts;
    drift::DriftDetector::Traces traces;
};
[[nodiscard]] QByteArray toBytes(const FileOutcome &outcome);
[[nodiscard]] std::optional<FileOutcome> fileOutcomeFrom(const QByteArray &bytes, const QDateTime &seenAt);

[[nodiscard]] QByteArray toBytes(const QList<drift::KeyResolver::Votes> &votes);
[[nodiscard]] QList<drift::KeyResolver::Votes> votesFrom(const QByteArray &bytes);

[[nodiscard]] QByteArray toBytes(const FleetReport &report);
[[nodiscard]] std::optional<FleetReport> fleetReportFrom(const QByteArray &bytes, const QDateTime &startedAt);

} // namespace archivesmp::scan
