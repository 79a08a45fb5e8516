// SPDX-License-Identifier: GPL-3.0-or-later
// A full scan of a thousand instances beside reading and hashing what it reads, and the memory that it takes.
#include "tests/benchmarks/contender.h"
#include "tests/benchmarks/floors.h"

#include "common/expectations/importer.h"
#include "common/scan/scanrequest.h"

#include <QFile>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

using namespace archivesmp;

namespace {

constexpr int rounds = 3;

// Anonymous resident memory in KiB.
qint64 anonymousNow()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray all = status.readAll();
    const qsizetype begin = all.indexOf("RssAnon:") + 8;
    return all.mid(begin, all.indexOf("kB", begin) - begin).trimmed().toLongLong();
}

// The most that there is while it lives, looked at every millisecond.
class MemoryWatch final
{
public:
    MemoryWatch()
        : _thread([this] {
            while (!_ended) {
                _most = std::max<qint64>(_most, anonymousNow());
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        })
    { }
    ~MemoryWatch() { stop(); }
    Q_DISABLE_COPY_MOVE(MemoryWatch)

    qint64 stop()
    {
        _ended = true;
        if (_thread.joinable())
            _thread.join();
        return _most;
    }

private:
    std::atomic<qint64> _most = 0;
    std::atomic_bool _ended = false;
    std::thread _thread;
};

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fprintf(stderr, "usage: archivesmp-largefleet FLEET EXPECTATIONS\n");
        return 1;
    }
    const auto sources = expectations::readImportFolder(QString::fromLocal8Bit(argv[2]));
    const auto folders = scan::findInstances(QString::fromLocal8Bit(argv[1]), {});
    const auto outcome = sources ? expectations::importExpectations(*sources)
                                 : Result<expectations::ImportOutcome>(sources.error());
    if (!folders || !outcome)
        return 1;
    scan::ScanOptions options;
    options.expectations = std::make_shared<const expectations::ExpectationSet>(outcome->set);
    options.fleetKey = QByteArray(32, 'k');
    options.startedAt = QDateTime::currentDateTimeUtc();
    options.jarHashing = scan::JarHashing::Skip;
    options.previews = 0;
    const auto scanned = [&] {
        const auto report = scan::scanFleet(folders->instances, options);
        qint64 count = 0;
        for (const auto &one : report->reports)
            count += one.findings.size();
        return count;
    };
    std::vector<tests::Contender> contenders{
        {"read and XXH3 what is read",
         [&] { return tests::readAll(argv[1], tests::Hashing::Xxh3, tests::Files::WithJars); }},
        {"the scan, one thread", scanned},
    };

    const qint64 before = anonymousNow();
    MemoryWatch watch;
    const qint64 findings = scanned();
    const qint64 most = watch.stop();
    tests::measureInTurns(contenders, rounds);
    tests::show(contenders, {0});
    std::printf("%lld instances, %lld findings; scan / read and hash = %.2f (goal at most 4); RssAnon at "
                "most %.1f MiB, "
                "of which %.1f before the scan (goal at most 64)\n",
                static_cast<long long>(folders->instances.size()), static_cast<long long>(findings),
                contenders[1].cpu / contenders[0].cpu, static_cast<double>(most) / 1024,
                static_cast<double>(before) / 1024);
    return 0;
}
