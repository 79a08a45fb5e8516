// SPDX-License-Identifier: GPL-3.0-or-later
// What a scan costs that follows another one: with nothing changed, known by state or by content, with the
// cache in memory or from its file, and with one file changed; beside the floors of the same tree in the same
// run.
#include "tests/benchmarks/contender.h"
#include "tests/benchmarks/floors.h"

#include "common/expectations/importer.h"
#include "common/scan/scanrequest.h"

#include <QFile>
#include <QTemporaryDir>

#include <cstdio>

using namespace archivesmp;
using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 9;

scan::ScanOptions optionsFor(const std::shared_ptr<const expectations::ExpectationSet> &set,
                             const QByteArray &hash, const std::shared_ptr<scan::ScanCache> &cache,
                             const QDateTime &startedAt)
{
    scan::ScanOptions options;
    options.expectations = set;
    options.expectationsHash = hash;
    options.cache = cache;
    options.fleetKey = cache->key();
    options.startedAt = startedAt;
    options.jarHashing = scan::JarHashing::Skip;
    options.previews = 0;
    return options;
}

qint64 findingsIn(const std::optional<scan::FleetReport> &report)
{
    qint64 count = report ? 0 : -1;
    for (qsizetype i = 0; report && i < report->reports.size(); ++i)
        count += report->reports.at(i).findings.size();
    return count;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: archivesmp-rescan FLEET EXPECTATIONS\n");
        return 1;
    }
    const auto sources = expectations::readImportFolder(QString::fromLocal8Bit(argv[2]));
    const auto folders = scan::findInstances(QString::fromLocal8Bit(argv[1]), {});
    const auto outcome = sources ? expectations::importExpectations(*sources)
                                 : Result<expectations::ImportOutcome>(sources.error());
    if (!folders || !outcome)
        return 1;
    const QList<scan::InstanceFolder> &instances = folders->instances;
    const auto set = std::make_shared<const expectations::ExpectationSet>(outcome->set);

    const QByteArray hash = set->hash();

    // A time long ago makes everything look as if it had just been changed: then contents decide.
    const QTemporaryDir place;
    const QString file = place.filePath(u"cache"_s);
    const auto byState = std::make_shared<scan::ScanCache>();
    const auto byContent = std::make_shared<scan::ScanCache>();
    const auto stateOptions = optionsFor(set, hash, byState, QDateTime::currentDateTimeUtc().addSecs(60));
    const auto contentOptions = optionsFor(set, hash, byContent, QDateTime::fromSecsSinceEpoch(1, Qt::UTC));
    if (!scan::scanFleet(instances, stateOptions) || !scan::scanFleet(instances, contentOptions)
        || !byState->save(file))
        return 1;

    std::vector<tests::Contender> contenders{
        {"walk and stat", [&] { return tests::walkAndStat(argv[1]); }},
        {"read and XXH3 what is read",
         [&] { return tests::readAll(argv[1], tests::Hashing::Xxh3, tests::Files::WithJars); }},
        {"scan again, by state", [&] { return findingsIn(scan::recallFleet(instances, stateOptions)); }},
        {"the same, cache from its file",
         [&] {
             const auto loaded = scan::ScanCache::load(file);
             return loaded ? findingsIn(
                        scan::recallFleet(instances, optionsFor(set, hash, *loaded, stateOptions.startedAt)))
                           : -1;
         }},
        {"scan again, by content", [&] { return findingsIn(scan::recallFleet(instances, contentOptions)); }},
        {"scan again, file by file",
         [&] {
             const auto report = scan::scanFleet(instances, stateOptions);
             return findingsIn(report ? std::optional(*report) : std::nullopt);
         }},
    };
    tests::measureInTurns(contenders, rounds);
    tests::show(contenders, {0, 1});
    std::printf("by state / walk and stat = %.2f (goal at most 1.3), cache from its file = %.2f; "
                "by content / read and hash = %.2f (goal at most 1.3)\n",
                contenders[2].cpu / contenders[0].cpu, contenders[3].cpu / contenders[0].cpu,
                contenders[4].cpu / contenders[1].cpu);
    return 0;
}
