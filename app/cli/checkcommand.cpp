// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkcommand.h"

#include "app/cli/checkfix.h"
#include "app/cli/checkreport.h"
#include "app/cli/commandline.h"

#include "common/expectations/importer.h"
#include "common/expectations/rulejson.h"
#include "common/scan/scanrequest.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QRandomGenerator>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostThreads = 64;

void describeOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Compares the instances below ROOT with what is expected of them. Exit status 2 where they differ; what a rule ignores does not count."_s);
    parser.addPositionalArgument(u"ROOT"_s,
                                 u"A folder of <server>/<instance>/Minecraft or <instance>/Minecraft."_s);
    parser.addOptions(
        {{u"expectations"_s, u"The folder with the expectations, and with rules.yaml if there is one."_s,
          u"DIR"_s},
         {u"server"_s, u"Only this server, or the name of the one that ROOT is."_s, u"S"_s},
         {u"extra-keys"_s, u"Report settings that nobody expects, too."_s},
         {u"threads"_s, u"How many threads scan."_s, u"N"_s, u"1"_s},
         {u"cache"_s,
          u"Remember in FILE what was found, and read only what has changed since. For its owner alone."_s,
          u"FILE"_s},
         {u"no-packs"_s, u"Leave the shipped rules out; DIR/rules.yaml still counts."_s},
         {u"diff"_s, u"Show what a fix would change, as a diff."_s},
         {u"fix"_s, u"Write the expected values into the files."_s}});
}

// Without expectations yet.
Result<scan::ScanOptions> optionsOf(const QCommandLineParser &parser)
{
    scan::ScanOptions options;
    // Fingerprints are compared within this run only, or with what the cache remembers.
    options.fleetKey.resize(32);
    QRandomGenerator::system()->fillRange(reinterpret_cast<quint32 *>(options.fleetKey.data()), 8);
    options.startedAt = QDateTime::currentDateTimeUtc();
    options.jarHashing = scan::JarHashing::Skip;
    options.extraKeys = parser.isSet(u"extra-keys"_s);
    options.previews = 0;
    bool isNumber = false;
    options.threads = parser.value(u"threads"_s).toInt(&isNumber);
    if (!isNumber || options.threads < 1 || options.threads > mostThreads)
        return Error{
            ErrorCode::InvalidArgument,       u"--threads is "_s + parser.value(u"threads"_s), {}, 0, 0, {},
            u"use 1 to %1"_s.arg(mostThreads)};
    return options;
}

// Stands for all that the folder of expectations says, without understanding it.
QByteArray hashOf(const expectations::ImportSources &sources, const QList<domain::Rule> &rules)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const expectations::ImportSource &source : sources.files) {
        const QByteArray name = source.name.toUtf8();
        for (const qsizetype number :
             {static_cast<qsizetype>(source.content), static_cast<qsizetype>(source.platform), name.size(),
              source.bytes.size()})
            hash.addData(QByteArray::number(number).append(' '));
        hash.addData(name);
        hash.addData(source.bytes);
    }
    QByteArray text;
    expectations::appendRules(text, rules);
    hash.addData(text);
    return hash.result();
}

// A cache that cannot be used is replaced by a new one, and that is said.
void openCache(scan::ScanOptions &options, const QString &path)
{
    auto cache = scan::ScanCache::load(path);
    if (!cache && cache.error().code != ErrorCode::NotFound)
        (void)fail(cache.error().because(u"the scan cache is not used, a new one is begun"_s));
    options.cache = cache ? *cache : std::make_shared<scan::ScanCache>();
    options.fleetKey = options.cache->key();
}

Result<scan::FleetReport> scanWith(scan::ScanOptions &options, const QCommandLineParser &parser,
                                   const QList<scan::InstanceFolder> &folders,
                                   const expectations::ImportSources &sources,
                                   const QList<domain::Rule> &rules)
{
    if (const QString path = parser.value(u"cache"_s); !path.isEmpty()) {
        openCache(options, path);
        options.expectationsHash = hashOf(sources, rules);
        // A fix needs the expectations themselves.
        auto known = parser.isSet(u"fix"_s) || parser.isSet(u"diff"_s) ? std::nullopt
                                                                       : scan::recallFleet(folders, options);
        if (known)
            return *std::move(known);
    }
    auto expected = expectations::importExpectations(sources);
    if (!expected)
        return expected.error();
    options.expectations
        = std::make_shared<const expectations::ExpectationSet>(expected->set.withRules(rules));
    auto report = scan::scanFleet(folders, options);
    if (report && options.cache && options.cache->isChanged()) {
        if (const auto saved = options.cache->save(parser.value(u"cache"_s)); !saved)
            (void)fail(saved.error());
    }
    return report;
}

FixMode fixModeOf(const QCommandLineParser &parser)
{
    if (parser.isSet(u"fix"_s))
        return FixMode::Write;
    return parser.isSet(u"diff"_s) ? FixMode::Diff : FixMode::None;
}

// The check's result and, where it was asked for, the fix.
struct Outcome
{
    CheckResult result;
    FixMode mode = FixMode::None;
    FixSummary fix;
};

Result<Outcome> check(const QCommandLineParser &parser)
{
    if (parser.positionalArguments().size() != 1 || !parser.isSet(u"expectations"_s))
        return Error{ErrorCode::InvalidArgument,
                     u"check needs one ROOT and --expectations DIR"_s,
                     {},
                     0,
                     0,
                     {},
                     u"see archivesmpctl check --help"_s};
    const auto rules
        = loadRules(parser.value(u"expectations"_s), parser.isSet(u"no-packs"_s) ? Packs::Off : Packs::On);
    if (!rules)
        return rules.error();
    auto options = optionsOf(parser);
    if (!options)
        return options.error();
    const auto sources = expectations::readImportFolder(parser.value(u"expectations"_s));
    if (!sources)
        return sources.error();
    auto found = scan::findInstances(parser.positionalArguments().constFirst(), parser.value(u"server"_s));
    if (!found)
        return found.error();
    auto report = scanWith(*options, parser, found->instances, *sources, *rules);
    if (!report)
        return report.error();
    QList<RuleHit> hits = judge(*report, *rules, options->startedAt);
    Outcome outcome{{std::move(*report), found->skipped, std::move(hits)}, fixModeOf(parser), {}};
    if (outcome.mode != FixMode::None)
        outcome.fix = fixFindings(outcome.result.report, found->instances, *options, outcome.mode);
    return outcome;
}

void show(const Outcome &outcome, Output output)
{
    const bool hasFix = outcome.mode != FixMode::None;
    if (output == Output::Text) {
        print(hasFix ? toText(outcome.fix, outcome.mode) : toText(outcome.result));
        return;
    }
    QJsonObject document = toJson(outcome.result);
    if (hasFix)
        addTo(document, outcome.fix, outcome.mode);
    printJson(document);
}

ExitStatus run(const QStringList &arguments)
{
    QCommandLineParser parser;
    describeOptions(parser);
    if (const auto end = readArguments(parser, "check"_L1, arguments))
        return *end;
    const auto outcome = check(parser);
    if (!outcome)
        return fail(outcome.error());
    show(*outcome, outputOf(parser));
    const bool isLeft
        = outcome->mode == FixMode::Write ? !outcome->fix.refused.isEmpty() : hasFindings(outcome->result);
    return isLeft ? ExitStatus::Found : ExitStatus::Well;
}

} // namespace

Command checkCommand()
{
    return {"check"_L1, "compare folders on this disk with what is expected"_L1, run};
}

} // namespace archivesmp::app::cli
