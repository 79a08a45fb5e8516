// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkcommand.h"

#include "app/cli/checkfix.h"
#include "app/cli/checkreport.h"
#include "app/cli/commandline.h"
#include "app/cli/expectationsource.h"

#include "common/scan/scanrequest.h"

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
         {u"no-packs"_s, u"Leave the shipped rules out; DIR/rules.yaml still counts."_s},
         {u"diff"_s, u"Show what a fix would change, as a diff."_s},
         {u"fix"_s, u"Write the expected values into the files."_s}});
}

Result<scan::ScanOptions> optionsOf(const QCommandLineParser &parser, const QList<domain::Rule> &rules)
{
    auto expected = loadExpectations(parser.value(u"expectations"_s));
    if (!expected)
        return expected.error();
    scan::ScanOptions options;
    options.expectations
        = std::make_shared<const expectations::ExpectationSet>(expected->set.withRules(rules));
    // Fingerprints are compared within this run only.
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
    auto options = optionsOf(parser, *rules);
    if (!options)
        return options.error();
    auto found = scan::findInstances(parser.positionalArguments().first(), parser.value(u"server"_s));
    if (!found)
        return found.error();
    auto report = scan::scanFleet(found->instances, *options);
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
