// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/importcommand.h"

#include "app/cli/commandline.h"
#include "app/cli/endpoint.h"
#include "app/cli/importupload.h"

#include "common/expectations/aliasreader.h"
#include "common/expectations/importer.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;
using expectations::ImportSource;
using expectations::ImportSources;

namespace {

void describeOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Reads expectations, says what is in them, and hands them to the host that is named."_s);
    parser.addOptions({{u"expectations"_s, u"The folder with all of them, rules.yaml too."_s, u"DIR"_s},
                       {u"universal"_s, u"The universal settings (JSON)."_s, u"FILE"_s},
                       {u"variable"_s, u"The variable settings (JSON)."_s, u"FILE"_s},
                       {u"matrix"_s, u"The deployment matrix (CSV)."_s, u"FILE"_s},
                       {u"reason"_s, u"Why, for the history."_s, u"T"_s},
                       {u"dry-run"_s, u"Only report; no agent is needed."_s}});
    addEndpointOptions(parser);
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

Result<ImportSources> sourcesOf(const QCommandLineParser &parser)
{
    return parser.isSet(u"expectations"_s) ? expectations::readImportFolder(parser.value(u"expectations"_s))
                                           : readFiles(parser);
}

protocol::ImportFile::Content contentOf(ImportSource::Content content)
{
    if (content == ImportSource::Content::Variable)
        return protocol::ImportFile::Content::Variable;
    if (content == ImportSource::Content::Rules)
        return protocol::ImportFile::Content::Rules;
    return content == ImportSource::Content::Matrix ? protocol::ImportFile::Content::Matrix
                                                    : protocol::ImportFile::Content::Universal;
}

Result<ImportUploads> uploadsOf(const ImportSources &sources, const QString &folder)
{
    ImportUploads uploads;
    for (const ImportSource &source : sources.files) {
        if (source.content == ImportSource::Content::Aliases) {
            const auto aliases = expectations::readAliases(source.bytes);
            if (!aliases)
                return aliases.error().inFile(source.name);
            if (!aliases->plugins.isEmpty())
                return Error{ErrorCode::Unsupported, u"aliases of plugins are known to check only"_s}.inFile(
                    source.name);
            for (auto alias = aliases->instances.begin(); alias != aliases->instances.end(); ++alias)
                uploads.aliases.insert(alias.key(), alias.value());
            continue;
        }
        const QString path = folder.isEmpty() ? source.name : QString(folder + u'/' + source.name);
        uploads.files.append(
            {path, {.content = contentOf(source.content), .platform = source.platform, .name = source.name}});
    }
    return uploads;
}

ExitStatus handOver(const QCommandLineParser &parser, const ImportSources &sources, const QString &report)
{
    const Result<ImportUploads> uploads = uploadsOf(sources, parser.value(u"expectations"_s));
    if (!uploads)
        return fail(uploads.error());
    return Conversation(parser).run([uploads = *uploads, report](Conversation &talk) {
        if (talk.output() == Output::Text)
            talk.print(report);
        importOnHost(talk, uploads);
    });
}

ExitStatus run(const QStringList &arguments)
{
    QCommandLineParser parser;
    describeOptions(parser);
    if (const auto end = readArguments(parser, "import"_L1, arguments))
        return *end;
    const auto sources = sourcesOf(parser);
    if (!sources)
        return fail(sources.error());
    // What cannot be read here cannot be read there: no file leaves before all of them are understood.
    const auto outcome = expectations::importExpectations(*sources);
    if (!outcome)
        return fail(outcome.error());
    if (!parser.isSet(u"dry-run"_s) || namesAnAgent(parser))
        return handOver(parser, *sources, outcome->report.toText());
    if (outputOf(parser) == Output::Json)
        printJson(outcome->report.toJson());
    else
        print(outcome->report.toText());
    return ExitStatus::Well;
}

} // namespace

Command importCommand()
{
    return {"import"_L1, "read expectations, report what is in them, and hand them to the host"_L1, run};
}

} // namespace archivesmp::app::cli
