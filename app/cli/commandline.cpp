// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commandline.h"

#include <QJsonDocument>

#include <cstdio>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

void write(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
}

} // namespace

std::optional<ExitStatus> readArguments(QCommandLineParser &parser, QLatin1StringView command,
                                        const QStringList &arguments)
{
    parser.addOptions(
        {{u"json"_s, u"Print one JSON document."_s}, {{u"h"_s, u"help"_s}, u"Show this help."_s}});
    if (!parser.parse(QStringList(u"archivesmpctl "_s + command) + arguments))
        return fail({ErrorCode::InvalidArgument,
                     command + u": "_s + parser.errorText(),
                     {},
                     0,
                     0,
                     {},
                     u"see archivesmpctl %1 --help"_s.arg(command)});
    if (!parser.isSet(u"help"_s))
        return std::nullopt;
    print(parser.helpText());
    return ExitStatus::Well;
}

Output outputOf(const QCommandLineParser &parser)
{
    return parser.isSet(u"json"_s) ? Output::Json : Output::Text;
}

void print(const QString &text)
{
    write(stdout, text.toUtf8());
}

void printJson(const QJsonObject &document)
{
    write(stdout, QJsonDocument(document).toJson(QJsonDocument::Indented));
}

ExitStatus fail(const Error &error)
{
    write(stderr, describe(error).toUtf8() + '\n');
    return ExitStatus::Failed;
}

} // namespace archivesmp::app::cli
