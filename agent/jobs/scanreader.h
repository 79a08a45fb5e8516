// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/jobs/instancereader.h"
#include "common/expectations/expectationset.h"
#include "common/scan/jarcache.h"

#include <QMutex>

#include <memory>

namespace archivesmp::agent::jobs {

// Reads the disk with the scanner that archivesmpctl check uses too. The last expectations stay parsed,
// and JARs that have not changed are not read again.
class ScanReader final : public InstanceReader
{
public:
    explicit ScanReader(QString root);

    [[nodiscard]] Result<domain::DriftReport> scan(const ScanOrder &order) const override;
    [[nodiscard]] Result<QList<domain::InstalledPlugin>> plugins(const domain::InstanceRef &instance,
                                                                 const QString &folder) const override;
    [[nodiscard]] Result<JarIdentity> identify(const QString &jar) const override;

private:
    using Expectations = std::shared_ptr<const expectations::ExpectationSet>;

    [[nodiscard]] Result<Expectations> parsed(const ScanOrder &order) const;

    QString _root;
    std::shared_ptr<scan::JarCache> _jars;
    mutable QMutex _mutex; // guards the two below: scans of several instances run at once
    mutable QByteArray _hash;
    mutable Expectations _expectations;
};

} // namespace archivesmp::agent::jobs
