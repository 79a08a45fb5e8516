// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/driftcommand.h"

#include "app/cli/checkreport.h"
#include "app/cli/findings.h"
#include "app/cli/table.h"

#include "common/core/textescape.h"
#include "common/protocol/domainjson.h"

#include <QJsonArray>

#include <algorithm>
#include <iterator>

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

// What was not looked at, or not at all of it: what is listed may not be all then, and no list is no proof.
struct Unseen
{
    QStringList partial;
    QStringList never;
    QList<domain::UnresolvedKeys> unresolved; // which is no drift

    [[nodiscard]] bool isComplete() const { return partial.isEmpty() && never.isEmpty(); }
};

Unseen unseenIn(const protocol::FleetState &fleet, const QString &wanted, const QString &plugin)
{
    Unseen unseen;
    std::copy_if(
        fleet.unresolved.begin(), fleet.unresolved.end(), std::back_inserter(unseen.unresolved),
        [&](const domain::UnresolvedKeys &keys) { return plugin.isEmpty() || keys.plugin == plugin; });
    for (const domain::Instance &instance : fleet.instances) {
        const bool isMeant
            = wanted.isEmpty() || wanted == instance.ref.name || wanted == instance.ref.toString();
        if (!isMeant || !instance.onDisk) // what has no folder is a finding of its own
            continue;
        if (!instance.lastScan.isValid())
            unseen.never.append(instance.ref.toString());
        else if (instance.scanPartial)
            unseen.partial.append(instance.ref.toString());
    }
    return unseen;
}

QString namesText(const QStringList &names)
{
    return escapedForDisplay(QStringView(names.join(u", "_s)));
}

QString unseenText(const Unseen &unseen)
{
    QString text;
    if (!unseen.partial.isEmpty())
        text += u"partial: the last scan could not read all of %1\n"_s.arg(namesText(unseen.partial));
    if (!unseen.never.isEmpty())
        text += u"never scanned: %1; see archivesmpctl scan\n"_s.arg(namesText(unseen.never));
    return text + unresolvedText(unseen.unresolved);
}

void show(Conversation &talk, const QList<domain::Finding> &findings, const Unseen &unseen)
{
    if (talk.output() == Output::Json) {
        printJson({{u"findings"_s, protocol::toJsonArray(findings)},
                   {u"total"_s, findings.size()},
                   {u"partial"_s, !unseen.isComplete()},
                   {u"partly_scanned"_s, QJsonArray::fromStringList(unseen.partial)},
                   {u"never_scanned"_s, QJsonArray::fromStringList(unseen.never)},
                   {u"unresolved"_s, unresolvedJson(unseen.unresolved)}});
    } else {
        const QString none = unseen.isComplete() ? u"no drift\n"_s : u"no drift in what was read\n"_s;
        talk.print((findings.isEmpty() ? none : listText(findings)) + unseenText(unseen));
    }
    talk.finish(findings.isEmpty() && unseen.isComplete() ? ExitStatus::Well : ExitStatus::Found);
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
            if (talk.parser().isSet(u"ignored"_s)) {
                show(talk, findings, {});
                return;
            }
            talk.ask(protocol::GetFleet{.server = talk.value(u"server"_s)},
                     [&talk, findings](const protocol::FleetState &fleet) {
                         show(talk, findings,
                              unseenIn(fleet, talk.value(u"instance"_s), talk.value(u"plugin"_s)));
                     });
        });
    });
}

} // namespace

Command driftCommand()
{
    return {"drift"_L1, "the findings; exit status 2 where there are any, or something was not read"_L1, run};
}

} // namespace archivesmp::app::cli
