// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/importcommand.h"

#include "app/cli/commandline.h"

#include "common/expectations/importer.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;
using expectations::ImportSource;
using expectations::ImportSources;

namespace {

void describeOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Reads expectations and says what is in them, before anything is accepted."_s);
    parser.addOptions({{u"expectations"_s, u"The folder with all of them."_s, u"DIR"_s},
                       {u"universal"_s, u"The universal settings (JSON)."_s, u"FILE"_s},
                       {u"variable"_s, u"The variable settings (JSON)."_s, u"FILE"_s},
                       {u"matrix"_s, u"The deployment matrix (CSV)."_s, u"FILE"_s},
                       {u"dry-run"_s, u"Only report; no agent is needed."_s}});
}

Result<ImportSources> readFiles(const QCommandLineParser &parser)
{
    ImportSources sources;
    const QList<std::pair<QString, ImportSource::Content>> options{
        {u"universal"_s, ImportSource::Content::Universal},
        {u"variable"_s, ImportSource::Content::Variable},
        {u"matrix"_s, ImportSource::Content::Matrix}};
    for (const auto &[option, content] : options) {
        if (!parser.isSet(option))
            continue;
        auto source = expectations::readImportFile(parser.value(option), content, domain::Platform::Unknown);
        if (!source)
            return source.error();
        sources.files.append(std::move(*source));
    }
    if (sources.files.isEmpty())
        return Error{ErrorCode::InvalidArgument,
                     u"import needs --expectations DIR, or a file"_s,
                     {},
                     0,
                     0,
                     {},
                     u"see archivesmpctl import --help"_s};
    return sources;
}

ExitStatus run(const QStringList &arguments)
{
    QCommandLineParser parser;
    describeOptions(parser);
    if (const auto end = readArguments(parser, "import"_L1, arguments))
        return *end;
    if (!parser.isSet(u"dry-run"_s))
        return fail({ErrorCode::InvalidArgument,
                     u"import without an agent can only report"_s,
                     {},
                     0,
                     0,
                     {},
                     u"add --dry-run"_s});
    const auto sources = parser.isSet(u"expectations"_s)
        ? expectations::readImportFolder(parser.value(u"expectations"_s))
        : readFiles(parser);
    if (!sources)
        return fail(sources.error());
    const auto outcome = expectations::importExpectations(*sources);
    if (!outcome)
        return fail(outcome.error());
    if (outputOf(parser) == Output::Json)
        printJson(outcome->report.toJson());
    else
        print(outcome->report.toText());
    return ExitStatus::Well;
}

} // namespace

Command importCommand()
{
    return {"import"_L1, "read expectations and report what is in them"_L1, run};
}

} // namespace archivesmp::app::cli
