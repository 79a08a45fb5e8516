// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/reportparts.h"

#include <numeric>

namespace archivesmp::agent::jobs {

using namespace domain;
using protocol::ScanReportPart;

namespace {

constexpr qsizetype mostFindings = 2000;
constexpr qsizetype mostBytes = 3584 * 1024; // of 4 MiB: an estimate, with room for what it leaves out
constexpr qsizetype bytesOfCharacter = 6;    // as many as JSON needs for one that it must escape
constexpr qsizetype bytesOfMembers = 300;    // their names, numbers and hashes

qsizetype charactersOf(const Value &value)
{
    qsizetype size = value.textView().size() + 16;
    for (const Value &item : value.items())
        size += charactersOf(item);
    for (const auto &[key, item] : value.entries())
        size += key.size() + charactersOf(item);
    return size;
}

qsizetype charactersOf(const ShownValue &value)
{
    const auto *shown = std::get_if<Value>(&value);
    return shown == nullptr ? 0 : charactersOf(*shown);
}

qsizetype charactersOf(const Finding &finding)
{
    qsizetype size = finding.plugin.size() + finding.file.size() + finding.message.size()
        + finding.key.toString().size() + charactersOf(finding.expected) + charactersOf(finding.actual);
    if (finding.fix)
        size += finding.fix->hunk.size() + finding.fix->refusal.size();
    return size;
}

qsizetype charactersOf(const Observation &observation)
{
    return observation.plugin.size() + observation.file.size() + observation.key.toString().size()
        + charactersOf(observation.value);
}

qsizetype charactersOf(const UnresolvedKeys &keys)
{
    return std::accumulate(keys.examples.begin(), keys.examples.end(),
                           keys.plugin.size() + keys.reason.size(),
                           [](qsizetype size, const QString &example) { return size + example.size(); });
}

qsizetype charactersOf(const InstalledPlugin &plugin)
{
    return plugin.name.size() + plugin.version.size() + plugin.jarFile.size() + plugin.folder.size();
}

// At most, in JSON.
template <typename T>
qsizetype bytesOf(const T &item)
{
    return bytesOfMembers + bytesOfCharacter * charactersOf(item);
}

// Fills one part after the other.
class Cutting final
{
public:
    Cutting(const JobId &job, qint64 fence, const DriftReport &report)
        : _rest{.job = job, .fence = fence, .last = false}
    {
        _rest.report = report;
        _rest.report.findings.clear();
        _rest.report.observations.clear();
        _rest.report.unresolved.clear();
        _parts.append(_rest);
        _rest.report.plugins.clear();
        _rest.report.counts = {};
        for (const InstalledPlugin &plugin : report.plugins)
            _bytes += bytesOf(plugin);
        add(report.observations, &DriftReport::observations);
        add(report.unresolved, &DriftReport::unresolved);
        add(report.findings, &DriftReport::findings);
        _parts.last().last = true;
    }
    [[nodiscard]] const QList<ScanReportPart> &parts() const { return _parts; }

private:
    template <typename T>
    void add(const QList<T> &items, QList<T> DriftReport::*place)
    {
        for (const T &item : items) {
            const qsizetype bytes = bytesOf(item);
            const bool isFull
                = _bytes + bytes > mostBytes || _parts.last().report.findings.size() == mostFindings;
            if (isFull && _bytes > 0) {
                _rest.part = int(_parts.size());
                _parts.append(_rest);
                _bytes = 0;
            }
            (_parts.last().report.*place).append(item);
            _bytes += bytes;
        }
    }

    ScanReportPart _rest; // what every part but the first begins as
    QList<ScanReportPart> _parts;
    qsizetype _bytes = 0; // in the last of them
};

} // namespace

QList<ScanReportPart> reportParts(const JobId &job, qint64 fence, const DriftReport &report)
{
    return Cutting(job, fence, report).parts();
}

} // namespace archivesmp::agent::jobs
