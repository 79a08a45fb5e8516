// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/instances/instancediscovery.h"
#include "agent/jobs/expectationscache.h"
#include "agent/jobs/fleetfacts.h"
#include "agent/jobs/instancereader.h"
#include "agent/jobs/jobwork.h"
#include "common/core/backoff.h"

#include <functional>

namespace archivesmp::agent::jobs {

// Scans one instance, or all of the server, against the expectations that the claim named, and reports each
// instance in parts. Without the right expectations nothing is scanned. An evaluation is the same for the
// plugins and instances that its job names.
class ScanWork final : public JobWork
{
public:
    ScanWork(HostApi &host, const FleetFacts &fleet, ExpectationsCache &expectations,
             const InstanceReader &reader, QThreadPool &pool, QString root, Backoff::Limits retry);

    // Gets each report as it is read, in the worker's thread.
    void tell(std::function<void(const domain::DriftReport &)> of) { _tell = std::move(of); }

    [[nodiscard]] Task<JobOutcome> run(std::shared_ptr<JobRun> run) override;

    // Scans and reports the instance of a job of any type that holds its lease.
    [[nodiscard]] Task<Result<void>> look(std::shared_ptr<JobRun> run);

private:
    [[nodiscard]] Task<Result<QByteArray>> expectationsFor(std::shared_ptr<JobRun> run);
    [[nodiscard]] ScanOrder orderFor(const domain::Instance &instance, const QByteArray &expectations,
                                     const QByteArray &hash) const;
    [[nodiscard]] Task<Result<QList<domain::Instance>>> targets(domain::Job job);
    [[nodiscard]] Task<Result<void>> scanOne(std::shared_ptr<JobRun> run, ScanOrder order,
                                             domain::DriftReport *report);
    [[nodiscard]] Task<Result<void>> send(std::shared_ptr<JobRun> run, domain::DriftReport report);
    [[nodiscard]] Task<Result<void>> sendPart(std::shared_ptr<JobRun> run, protocol::ScanReportPart part);

    HostApi &_host;
    const FleetFacts &_fleet;
    ExpectationsCache &_expectations;
    const InstanceReader &_reader;
    QThreadPool &_pool;
    QString _root;
    Backoff::Limits _retry;
    std::function<void(const domain::DriftReport &)> _tell;
};

} // namespace archivesmp::agent::jobs
