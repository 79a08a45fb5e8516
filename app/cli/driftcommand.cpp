// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/driftcommand.h"

#include "app/cli/findings.h"
#include "app/cli/table.h"

#include "common/protocol/domainjson.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownIdDigits = 8; // enough for plan fix to find it again

Result<protocol::ListFindings> queryOf(const QCommandLineParser &parser)
{
    protocol::ListFindings query{.server = parser.value(u"server"_s),
                                 .instance = parser.value(u"instance"_s),
                                 .plugin = parser.value(u"plugin"_s),
                                 .ignored = parser.isSet(u"ignored"_s)};
    if (parser.isSet(u"kind"_s)) {
        query.kind = domain::findingKindFromName(parser.value(u"kind"_s));
        if (!query.kind)
            return Error{ErrorCode::InvalidArgument, u"unknown kind "_s + parser.value(u"kind"_s)};
    }
    if (parser.isSet(u"severity"_s)) {
        query.severity = domain::severityFromName(parser.value(u"severity"_s));
        if (!query.severity)
            return Error{.code = ErrorCode::InvalidArgument,
                         .message = u"unknown severity "_s + parser.value(u"severity"_s),
                         .remedy = u"use info, normal or critical"_s};
    }
    return query;
}

QString placeOf(const domain::Finding &finding)
{
    return finding.line > 0 ? QString(finding.file + u':' + QString::number(finding.line)) : finding.file;
}

QString noteOf(const domain::Finding &finding)
{
    QStringList notes;
    if (finding.provisional)
        notes.append(u"provisional"_s);
    if (!finding.ignoredBy.isEmpty())
        notes.append(u"ignored by "_s + finding.ignoredBy.toString());
    if (!finding.message.isEmpty())
        notes.append(finding.message);
    return notes.join(u"; "_s);
}

QString listText(const QList<domain::Finding> &findings)
{
    QList<QStringList> rows;
    for (const domain::Finding &finding : findings)
        rows.append({finding.id.toString().first(std::min(shownIdDigits, finding.id.toString().size())),
                     nameOf(finding.severity), finding.instance.toString(), finding.plugin, placeOf(finding),
                     finding.key.toString(), nameOf(finding.kind), expectedText(finding), actualText(finding),
                     noteOf(finding)});
    return tableText({u"ID"_s, u"SEVERITY"_s, u"INSTANCE"_s, u"PLUGIN"_s, u"FILE"_s, u"KEY"_s, u"KIND"_s,
                      u"EXPECTED"_s, u"ACTUAL"_s, u"MESSAGE"_s},
                     rows);
}

ExitStatus run(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"server"_s, u"Only this physical server."_s, u"S"_s},
                       {u"instance"_s, u"Only this instance."_s, u"I"_s},
                       {u"plugin"_s, u"Only this plugin."_s, u"P"_s},
                       {u"kind"_s, u"Only this kind, such as changed or missing_key."_s, u"K"_s},
                       {u"ignored"_s, u"Those that a rule hides, in place of those that are shown."_s},
                       {u"severity"_s, u"Only this severity: info, normal or critical."_s, u"V"_s}});
    return converse(parser, "drift"_L1, arguments, [](Conversation &talk) {
        const Result<protocol::ListFindings> query = queryOf(talk.parser());
        if (!query) {
            talk.finish(fail(query.error()));
            return;
        }
        fetchFindings(talk, *query, [&talk](const QList<domain::Finding> &findings) {
            if (talk.output() == Output::Json)
                printJson({{u"findings"_s, protocol::toJsonArray(findings)}, {u"total"_s, findings.size()}});
            else
                talk.print(findings.isEmpty() ? u"no drift\n"_s : listText(findings));
            talk.finish(findings.isEmpty() ? ExitStatus::Well : ExitStatus::Found);
        });
    });
}

} // namespace

Command driftCommand()
{
    return {"drift"_L1, "the findings; exit status 2 where there are any"_L1, run};
}

} // namespace archivesmp::app::cli
