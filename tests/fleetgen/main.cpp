// SPDX-License-Identifier: GPL-3.0-or-later
// archivesmp-fleetgen: lays out a fleet with known drifts.
#include "common/core/error.h"
#include "common/expectations/importer.h"
#include "tests/fleetgen/drifter.h"
#include "tests/fleetgen/expectationwriter.h"
#include "tests/fleetgen/expectedplugins.h"
#include "tests/fleetgen/fleetlayout.h"
#include "tests/fleetgen/inventedplugins.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>

#include <cstdio>

using namespace archivesmp;
using namespace Qt::StringLiterals;

namespace {

struct Arguments
{
    QString root;
    QString expectations;
    int instances = 20;
    int plugins = 12;
    int settings = 0;
    int drifts = 50;
    int alike = 0;
    int seed = 1;
};

Result<int> numberOf(const QCommandLineParser &parser, const QString &name, int least, int most)
{
    bool isNumber = false;
    const int number = parser.value(name).toInt(&isNumber);
    if (!isNumber || number < least || number > most)
        return Error{ErrorCode::InvalidArgument,
                     u"--%1 is %2"_s.arg(name, parser.value(name)),
                     {},
                     0,
                     0,
                     {},
                     u"use %1 to %2"_s.arg(least).arg(most)};
    return number;
}

Result<Arguments> argumentsOf(const QCoreApplication &application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Lays out a fleet below DIR: fleet/<server>/<instance>/Minecraft, expectations/, artifacts/ and truth.json with the drifts that were injected. The same bytes for the same arguments."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions(
        {{u"root"_s, u"Where to write."_s, u"DIR"_s},
         {u"instances"_s, u"How many instances."_s, u"N"_s, u"20"_s},
         {u"plugins"_s, u"How many plugins to invent."_s, u"N"_s, u"12"_s},
         {u"settings"_s, u"About how many settings main files in YAML have; 0 for a few dozen."_s, u"N"_s,
          u"0"_s},
         {u"drifts"_s, u"How many drifts to inject."_s, u"K"_s, u"50"_s},
         {u"alike"_s, u"How many percent of the files are written in the same way on all instances."_s,
          u"P"_s, u"0"_s},
         {u"seed"_s, u"Another number, another fleet."_s, u"S"_s, u"1"_s},
         {u"expectations"_s, u"Lay out these expectations instead of invented plugins."_s, u"DIR"_s}});
    parser.process(application);
    Arguments arguments;
    arguments.root = parser.value(u"root"_s);
    arguments.expectations = parser.value(u"expectations"_s);
    if (arguments.root.isEmpty())
        return Error{ErrorCode::InvalidArgument, u"--root is missing"_s, {}, 0, 0, {}, u"name a folder"_s};
    const QList<std::tuple<QString, int *, int, int>> numbers{
        {u"instances"_s, &arguments.instances, 1, 5000}, {u"plugins"_s, &arguments.plugins, 1, 2000},
        {u"settings"_s, &arguments.settings, 0, 20000},  {u"drifts"_s, &arguments.drifts, 0, 1000000},
        {u"alike"_s, &arguments.alike, 0, 100},          {u"seed"_s, &arguments.seed, 0, 2000000000}};
    for (const auto &[name, target, least, most] : numbers) {
        const auto number = numberOf(parser, name, least, most);
        if (!number)
            return number.error();
        *target = *number;
    }
    return arguments;
}

Result<fleetgen::FleetPlan> planOf(const Arguments &arguments)
{
    if (arguments.expectations.isEmpty())
        return fleetgen::inventFleet(arguments.instances, arguments.plugins,
                                     static_cast<quint64>(arguments.seed), arguments.settings);
    const auto sources = expectations::readImportFolder(arguments.expectations);
    if (!sources)
        return sources.error();
    const auto outcome = expectations::importExpectations(*sources);
    if (!outcome)
        return outcome.error();
    return fleetgen::planFrom(outcome->set, arguments.instances);
}

Result<void> generate(const Arguments &arguments)
{
    const auto seed = static_cast<quint64>(arguments.seed);
    const auto fleet = planOf(arguments);
    if (!fleet)
        return fleet.error();
    for (const QString &folder : {u"/fleet"_s, u"/expectations"_s, u"/artifacts"_s}) {
        if (QDir(arguments.root + folder).exists())
            return Error{ErrorCode::AlreadyExists,
                         u"the folder is there already"_s,
                         arguments.root + folder,
                         0,
                         0,
                         {},
                         u"remove it or choose another root"_s};
    }
    const QList<fleetgen::Drift> drifts = fleetgen::chooseDrifts(*fleet, arguments.drifts, seed);
    if (auto laidOut = fleetgen::layOut(*fleet, drifts, seed, arguments.root + u"/fleet"_s, arguments.alike);
        !laidOut)
        return laidOut;
    if (arguments.expectations.isEmpty()) {
        if (auto written = fleetgen::writeExpectations(*fleet, arguments.root + u"/expectations"_s); !written)
            return written;
    }
    if (auto written = fleetgen::writeArtifact(*fleet, arguments.root + u"/artifacts"_s); !written)
        return written;
    std::printf("%d instances, %d plugins, %d drifts\n", static_cast<int>(fleet->instances.size()),
                static_cast<int>(fleet->plugins.size()), static_cast<int>(drifts.size()));
    return fleetgen::writeTruth(*fleet, drifts, arguments.root + u"/truth.json"_s);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"archivesmp-fleetgen"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ARCHIVESMP_VERSION));
    const auto arguments = argumentsOf(application);
    const Result<void> done = arguments ? generate(*arguments) : Result<void>(arguments.error());
    if (done)
        return 0;
    std::fprintf(stderr, "%s\n", qPrintable(describe(done.error())));
    return 1;
}
