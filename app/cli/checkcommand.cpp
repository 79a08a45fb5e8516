// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkcommand.h"

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
        u"Compares the instances below ROOT with what is expected of them. Exit status 2 where they differ."_s);
    parser.addPositionalArgument(u"ROOT"_s,
                                 u"A folder of <server>/<instance>/Minecraft or <instance>/Minecraft."_s);
    parser.addOptions({{u"expectations"_s, u"The folder with the expectations."_s, u"DIR"_s},
                       {u"server"_s, u"Only this server, or the name of the one that ROOT is."_s, u"S"_s},
                       {u"extra-keys"_s, u"Report settings that nobody expects, too."_s},
                       {u"threads"_s, u"How many threads scan."_s, u"N"_s, u"1"_s}});
}

Result<scan::ScanOptions> optionsOf(const QCommandLineParser &parser)
{
    auto expected = loadExpectations(parser.value(u"expectations"_s));
    if (!expected)
        return expected.error();
    scan::ScanOptions options;
    options.expectations = std::make_shared<const expectations::ExpectationSet>(std::move(expected->set));
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

Result<CheckResult> check(const QCommandLineParser &parser)
{
    if (parser.positionalArguments().size() != 1 || !parser.isSet(u"expectations"_s))
        return Error{ErrorCode::InvalidArgument,
                     u"check needs one ROOT and --expectations DIR"_s,
                     {},
                     0,
                     0,
                     {},
                     u"see archivesmpctl check --help"_s};
    auto options = optionsOf(parser);
    if (!options)
        return options.error();
    auto found = scan::findInstances(parser.positionalArguments().first(), parser.value(u"server"_s));
    if (!found)
        return found.error();
    auto report = scan::scanFleet(found->instances, *options);
    if (!report)
        return report.error();
    return CheckResult{std::move(*report), found->skipped};
}

ExitStatus run(const QStringList &arguments)
{
    QCommandLineParser parser;
    describeOptions(parser);
    if (const auto end = readArguments(parser, "check"_L1, arguments))
        return *end;
    const auto result = check(parser);
    if (!result)
        return fail(result.error());
    if (outputOf(parser) == Output::Json)
        printJson(toJson(*result));
    else
        print(toText(*result));
    return hasFindings(*result) ? ExitStatus::Found : ExitStatus::Well;
}

} // namespace

Command checkCommand()
{
    return {"check"_L1, "compare folders on this disk with what is expected"_L1, run};
}

} // namespace archivesmp::app::cli
