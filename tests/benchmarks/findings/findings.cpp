// SPDX-License-Identifier: GPL-3.0-or-later
// 100,000 findings on their way into a real MariaDB, beside the same rows by the C library's bulk protocol.
#include "agent/storage/statements.h"
#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/benchmarks/contender.h"
#include "tests/benchmarks/findings/bulkrows.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <cstdlib>

#include <unistd.h>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;
using tests::BulkRows;

namespace {

constexpr int findingCount = 100'000;
constexpr int findingsPerPart = 2000;
constexpr int plugins = 90;
constexpr int previews = 200;       // as many as a scan works out
constexpr size_t rowsAtOnce = 1000; // more of them gain the C API nothing
constexpr double goal = 1.1;

const InstanceRef instance{u"ovh"_s, u"BENT01"_s};

ShownValue valueOf(int i, int of)
{
    switch (i % 5) {
    case 0:
        return Value::integer(i + of);
    case 1:
        return Value::boolean(of == 0);
    case 2:
        return Value::text(QByteArray("&7[&6server&7] message ") + QByteArray::number(i * 2 + of));
    case 3:
        return Value::list({Value::text("spawn"), Value::text("world_nether"), Value::integer(of)});
    default:
        return SecretFingerprint{QByteArray(32, char('a' + of))};
    }
}

// About as long as those of a fleet with real expectations: 210 bytes of JSON each.
QList<Finding> manyFindings()
{
    QList<Finding> all;
    for (int i = 0; i < findingCount; ++i) {
        Finding finding;
        finding.instance = instance;
        finding.plugin = u"Plugin"_s + QString::number(i % plugins);
        finding.file = u"plugins/"_s + finding.plugin + u"/settings/config.yml"_s;
        const QString key = u"settings.section"_s + QString::number(i / 500) + u".key"_s + QString::number(i);
        finding.key = KeyPath::fromString(key);
        finding.severity = i % 10 == 0 ? Severity::Critical : Severity::Normal;
        finding.expected = valueOf(i, 0);
        finding.actual = valueOf(i, 1);
        finding.layer = i % 3 == 0 ? Layer::Server : Layer::Universal;
        finding.line = i % 900 + 1;
        finding.column = i % 40 + 1;
        if (i < previews)
            finding.fix = FixPreview{QByteArray(32, 'f'), u"@@ -1 +1 @@\n-a: 1\n+a: 2\n"_s, {}};
        finding.id = findingId(finding);
        all.append(finding);
    }
    return all;
}

void mustBeDone(const Result<void> &done)
{
    if (done)
        return;
    std::fprintf(stderr, "%s\n", qPrintable(describe(done.error())));
    std::exit(1);
}

const QString theColumns
    = u"physical_server_id, instance_id, fingerprint, plugin_name, config_file, key_path, drift_type, "
      u"severity, "
      "expected, actual, layer, line, col, fix, message, detected_at, first_seen, last_seen, ignored_by, "
      "detected_severity, provisional"_s;

std::vector<BulkRows::Type> theTypes()
{
    using enum BulkRows::Type;
    std::vector<BulkRows::Type> types(21, Text);
    types[0] = types[1] = types[11] = types[12] = Number;
    types[20] = Flag;
    return types;
}

// The statement of the storage for one row.
QByteArray savingOne()
{
    return agent::storage::withRows(
               agent::storage::statementText(u"findings/save"_s, agent::storage::Dialect::MariaDb), 1)
        .toUtf8();
}

QByteArray insertingOne()
{
    const QByteArray saving = savingOne();
    return saving.left(saving.indexOf("ON DUPLICATE"));
}

// The temporary server's defaults are small; these are those of an installed one.
void settleServer(const tests::TestDatabase &database)
{
    for (const QString &setting :
         {u"innodb_buffer_pool_size = 134217728"_s, u"innodb_log_file_size = 100663296"_s,
          u"innodb_flush_log_at_trx_commit = 1"_s})
        (void)database.askRoot(u"SET GLOBAL "_s + setting);
}

// Of this process and the server's, in milliseconds.
double cpuOfBoth(const tests::TestDatabase &database)
{
    QFile id(database.mariaDb()->dataFolder() + u"/pid"_s);
    double server = 0;
    if (id.open(QIODevice::ReadOnly)) {
        QFile status(u"/proc/"_s + QString::fromLatin1(id.readAll().trimmed()) + u"/stat"_s);
        if (status.open(QIODevice::ReadOnly)) {
            const QList<QByteArray> fields = status.readAll().split(' ');
            const double ticks = fields.at(13).toDouble() + fields.at(14).toDouble();
            server = ticks * 1000 / static_cast<double>(::sysconf(_SC_CLK_TCK));
        }
    }
    return tests::cpuOfThisProcess() + server;
}

std::unique_ptr<agent::coordinator::Stores> openWithoutBulk(const tests::TestDatabase &database)
{
    agent::storage::DatabaseOptions options = database.options();
    options.bulk = false;
    auto stores = agent::storage::SqlStores::open(options);
    mustBeDone(stores ? Result<void>() : stores.error());
    return std::move(*stores);
}

class Bench final
{
public:
    Bench()
        : _bulk({_fleet.database.options().port, _fleet.database.options().name.toUtf8(),
                 _fleet.database.options().username.toUtf8(), _fleet.database.options().password.reveal()})
    {
        settleServer(_fleet.database);
        _fleet.bringUp();
        save();
        _bulk.read("SELECT " + theColumns.toUtf8() + " FROM drift_reports ORDER BY id", theTypes());
        _content = contentNow();
    }

    [[nodiscard]] double cpu() const { return cpuOfBoth(_fleet.database); }

    qint64 save()
    {
        mustBeDone(_fleet.stores->transaction(
            [&] { return _fleet.stores->findings().save(instance, _findings, _fleet.clock.now()); }));
        return _findings.size();
    }
    qint64 saveInGroups()
    {
        mustBeDone(_withoutBulk->transaction(
            [&] { return _withoutBulk->findings().save(instance, _findings, _fleet.clock.now()); }));
        return _findings.size();
    }
    qint64 insert(const QByteArray &statement) { return _bulk.insert(statement, rowsAtOnce); }

    // A whole report by the way that it has on the host: collected, judged, compared, stored, told.
    qint64 report()
    {
        const JobId job = _fleet.submit({tests::FleetFixture::wanted(u"ovh"_s, {}, 0)}, JobType::DriftScan);
        mustBeDone(_fleet.claim(job, _fleet.ovhAgent) ? Result<void>()
                                                      : Error{ErrorCode::Internal, u"no claim"_s});
        protocol::ScanReportPart part{.job = job, .fence = 1};
        part.report.instance = instance;
        for (qsizetype at = 0; at < _findings.size(); at += findingsPerPart, ++part.part) {
            part.report.findings = _findings.mid(at, findingsPerPart);
            part.last = at + findingsPerPart >= _findings.size();
            mustBeDone(_fleet.reports.take(_fleet.ovhAgent, part));
        }
        _fleet.reports.forget(job);
        mustBeDone(_fleet.end(job, JobStatus::Completed) ? Result<void>()
                                                         : Error{ErrorCode::Internal, u"no end"_s});
        _fleet.clearTold();
        return _findings.size();
    }

    void empty() { _bulk.run("TRUNCATE TABLE drift_reports"); }
    void age() { _bulk.run("UPDATE drift_reports SET last_seen = '2020-01-01'"); }
    void mustHoldAll()
    {
        if (contentNow() == _content)
            return;
        std::fprintf(stderr, "the table does not hold what it should\n");
        std::exit(1);
    }

private:
    QByteArray contentNow()
    {
        return _bulk.ask("SELECT CONCAT(COUNT(*), ' ', SUM(CRC32(CONCAT_WS('|', " + theColumns.toUtf8()
                         + ")))) FROM drift_reports");
    }

    const QList<Finding> _findings = manyFindings();
    tests::FleetFixture _fleet;
    std::unique_ptr<agent::coordinator::Stores> _withoutBulk = openWithoutBulk(_fleet.database);
    BulkRows _bulk;
    QByteArray _content;
};

// What one contender takes, as a multiple of another: by the best of both, by the median of the rounds, and
// by the CPU times of client and server together.
void compare(const char *what, const tests::Contender &one, const tests::Contender &other)
{
    std::printf("%s: %.2f by the best, %.2f by the median, %.2f by CPU (goal at most %.1f)\n", what,
                one.wall / other.wall, tests::medianRatio(one, other), one.cpu / other.cpu, goal);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc > 2) {
        std::fprintf(stderr, "usage: archivesmp-findings [ROUNDS]\n");
        return 1;
    }
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 11;
    Bench bench;
    const auto anew = [&bench](const char *name, const std::function<qint64()> &work) {
        return tests::Contender{.name = name,
                                .run = work,
                                .before = [&bench] { bench.empty(); },
                                .after = [&bench] { bench.mustHoldAll(); }};
    };
    const auto again = [&bench](const char *name, const std::function<qint64()> &work) {
        return tests::Contender{.name = name, .run = work, .before = [&bench] { bench.age(); }};
    };
    const auto measure = [&bench](std::vector<tests::Contender> contenders, int times) {
        tests::measureInTurns(contenders, times, [&bench] { return bench.cpu(); });
        tests::show(contenders, {});
        return contenders;
    };
    const auto fresh = measure({anew("C bulk API, same statement", [&] { return bench.insert(savingOne()); }),
                                anew("C bulk API, bare INSERT", [&] { return bench.insert(insertingOne()); }),
                                anew("the storage", [&] { return bench.save(); })},
                               rounds);
    compare("the storage / C bulk API, same statement", fresh[2], fresh[0]);
    compare("the storage / C bulk API, bare INSERT", fresh[2], fresh[1]);
    const auto known = measure({again("known: C bulk API", [&] { return bench.insert(savingOne()); }),
                                again("known: the storage", [&] { return bench.save(); })},
                               (rounds + 1) / 2);
    compare("known findings: the storage / C bulk API", known[1], known[0]);
    measure({anew("the storage, rows in groups", [&] { return bench.saveInGroups(); }),
             anew("a report of 50 parts", [&] { return bench.report(); }),
             again("known: a report of 50 parts", [&] { return bench.report(); })},
            (rounds + 3) / 4);
    return 0;
}
