// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/instancereader.h"
#include "common/core/clock.h"
#include "common/expectations/expectationset.h"
#include "common/scan/scancache.h"

#include <QMutex>

#include <memory>

namespace archivesmp::agent::jobs {

// Reads the disk with the scanner that archivesmpctl check uses too. The last expectations stay parsed, and
// files that have not changed are not read again, after a restart neither. A cache that is damaged, or that
// another version wrote, is replaced by a new one, and the log says so.
class ScanReader final : public InstanceReader
{
public:
    ScanReader(QString root, QString cacheFile, const Clock &clock);

    [[nodiscard]] Result<domain::DriftReport> scan(const ScanOrder &order) const override;
    [[nodiscard]] Result<QList<domain::InstalledPlugin>> plugins(const domain::InstanceRef &instance,
                                                                 const QString &folder) const override;
    [[nodiscard]] Result<void> keep() const override;
    [[nodiscard]] Result<JarIdentity> identify(const QString &jar) const override;

private:
    using Expectations = std::shared_ptr<const expectations::ExpectationSet>;

    [[nodiscard]] Result<Expectations> parsed(const ScanOrder &order) const;
    [[nodiscard]] std::shared_ptr<scan::ScanCache> cache() const;

    QString _root;
    QString _cacheFile;
    const Clock &_clock;
    mutable QMutex _mutex; // guards what is below: scans of several instances run at once
    mutable std::shared_ptr<scan::ScanCache> _cache;
    mutable QByteArray _hash;
    mutable Expectations _expectations;
};

} // namespace archivesmp::agent::jobs
