// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/expectationcommands.h"

#include "app/cli/findings.h"
#include "app/cli/table.h"

#include "common/protocol/expectationmembers.h"
#include "common/protocol/messagemembers.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

#include <memory>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

QString summaryText(const protocol::VersionSummary &summary)
{
    QStringList parts;
    for (const auto &[count, what] :
         {std::pair(summary.added, u"added"_s), std::pair(summary.changed, u"changed"_s),
          std::pair(summary.removed, u"removed"_s), std::pair(summary.cells, u"cells"_s),
          std::pair(summary.rules, u"rules"_s), std::pair(summary.aliases, u"aliases"_s)}) {
        if (count > 0)
            parts.append(QString::number(count) + u' ' + what);
    }
    if (summary.examples.size() == 1)
        return summary.examples.first();
    return parts.join(u", "_s);
}

void showHistory(Conversation &talk)
{
    talk.ask(protocol::ListVersions{}, [&talk](const protocol::VersionPage &page) {
        if (talk.output() == Output::Json) {
            printJson(protocol::objectOf(page));
        } else {
            QList<QStringList> rows;
            for (const protocol::VersionEntry &entry : page.versions) {
                const QString undoes
                    = entry.undoes > 0 ? QString(u"undoes %1: "_s.arg(entry.undoes)) : QString();
                rows.append({QString::number(entry.version), entry.at.toString(Qt::ISODate), entry.author,
                             undoes + entry.reason, summaryText(entry.summary)});
            }
            talk.print(tableText({u"VERSION"_s, u"AT"_s, u"BY"_s, u"REASON"_s, u"CHANGED"_s}, rows));
        }
        talk.finish(ExitStatus::Well);
    });
}

void undo(Conversation &talk)
{
    bool ok = false;
    const qint64 version = talk.parser().positionalArguments().value(1).toLongLong(&ok);
    if (!ok || talk.value(u"reason"_s).trimmed().isEmpty()) {
        talk.finish(fail({.code = ErrorCode::InvalidArgument,
                          .message = u"expectations undo needs the newest version's number and --reason"_s,
                          .remedy = u"see archivesmpctl expectations history"_s}));
        return;
    }
    talk.ask(protocol::UndoVersion{version, talk.value(u"reason"_s)},
             [&talk, version](const protocol::VersionUndone &reply) {
                 if (talk.output() == Output::Json)
                     printJson(protocol::objectOf(reply));
                 else
                     talk.print(
                         u"version %1 is taken back; the expectations are version %2\n"_s.arg(version).arg(
                             reply.version));
                 talk.finish(ExitStatus::Well);
             });
}

// The files that are still to be fetched, one part at a time.
struct Export
{
    QString folder;
    QStringList files;
    qint64 version = 0;
    QString text; // of the first of the files, so far
};

Result<void> written(const QString &folder, const QString &name, const QString &text)
{
    const QString path = folder + u'/' + name;
    if (!QDir().mkpath(QFileInfo(path).absolutePath()))
        return Error{ErrorCode::PermissionDenied, u"cannot make the folder"_s, path};
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0 || !file.commit())
        return Error{ErrorCode::PermissionDenied, file.errorString(), path};
    return {};
}

// Names come from the agent: none may lead out of the folder.
bool isInside(const QString &name)
{
    const QStringList parts = name.split(u'/');
    return !name.isEmpty() && !name.contains(u'\\')
        && std::none_of(parts.begin(), parts.end(), [](const QString &part) {
               return part.isEmpty() || part == "."_L1 || part == ".."_L1;
           });
}

void fetchNext(Conversation &talk, std::shared_ptr<Export> wanted, qint64 offset)
{
    if (wanted->files.isEmpty()) {
        talk.finish(ExitStatus::Well);
        return;
    }
    const QString name = wanted->files.first();
    talk.ask(protocol::ExportExpectations{wanted->version, name, offset},
             [&talk, wanted, name](const protocol::ExportPart &part) {
                 wanted->text += part.text;
                 if (part.next > 0) {
                     fetchNext(talk, wanted, part.next);
                     return;
                 }
                 const auto done = isInside(name)
                     ? written(wanted->folder, name, wanted->text)
                     : Result<void>(
                         Error{ErrorCode::InvalidInput, u"the agent named a file outside: "_s + name});
                 if (!done) {
                     talk.finish(fail(done.error()));
                     return;
                 }
                 if (talk.output() == Output::Text)
                     talk.print(wanted->folder + u'/' + name + u'\n');
                 wanted->text.clear();
                 wanted->files.removeFirst();
                 fetchNext(talk, wanted, 0);
             });
}

void exportAll(Conversation &talk)
{
    const QString folder = talk.parser().positionalArguments().value(1);
    if (folder.isEmpty()) {
        talk.finish(fail({.code = ErrorCode::InvalidArgument,
                          .message = u"expectations export needs a folder"_s,
                          .remedy = u"see archivesmpctl expectations --help"_s}));
        return;
    }
    talk.ask(protocol::ExportExpectations{talk.value(u"version-number"_s).toLongLong(), {}, 0},
             [&talk, folder](const protocol::ExportPart &part) {
                 if (talk.output() == Output::Json)
                     printJson({{u"version"_s, part.version},
                                {u"files"_s, QJsonArray::fromStringList(part.files)}});
                 fetchNext(talk, std::make_shared<Export>(Export{folder, part.files, part.version, {}}), 0);
             });
}

ExitStatus runExpectations(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"verb"_s,
                                 u"history; undo and the newest version's number; export and a folder."_s,
                                 u"history|undo VERSION|export DIR"_s);
    parser.addOptions({{u"reason"_s, u"Why it is undone; kept in the history."_s, u"TEXT"_s},
                       {u"version-number"_s, u"Export this version instead of the newest."_s, u"N"_s}});
    return converse(parser, "expectations"_L1, arguments, [](Conversation &talk) {
        const QString verb = talk.parser().positionalArguments().value(0);
        if (verb == "history"_L1)
            showHistory(talk);
        else if (verb == "undo"_L1)
            undo(talk);
        else if (verb == "export"_L1)
            exportAll(talk);
        else
            talk.finish(fail({.code = ErrorCode::InvalidArgument,
                              .message = u"expectations needs history, undo or export"_s,
                              .remedy = u"see archivesmpctl expectations --help"_s}));
    });
}

void showAliases(Conversation &talk, const protocol::AliasList &list)
{
    if (talk.output() == Output::Json) {
        printJson(protocol::objectOf(list));
    } else {
        QList<QStringList> rows;
        for (const auto &[names, what] :
             {std::pair(list.instances, u"instance"_s), std::pair(list.plugins, u"plugin"_s)}) {
            QStringList sorted = names.keys();
            sorted.sort();
            for (const QString &name : std::as_const(sorted))
                rows.append({name, names.value(name), what});
        }
        talk.print(rows.isEmpty() ? u"no aliases\n"_s
                                  : tableText({u"NAME"_s, u"STANDS FOR"_s, u"WHAT"_s}, rows));
    }
    talk.finish(ExitStatus::Well);
}

QString causeText(protocol::DriftCause cause)
{
    switch (cause) {
    case protocol::DriftCause::Unknown:
        return u"not known"_s;
    case protocol::DriftCause::ChangedOutside:
        return u"the file was changed outside"_s;
    case protocol::DriftCause::ExpectationChanged:
        return u"the expectation was changed"_s;
    case protocol::DriftCause::NeverApplied:
        return u"it was never applied"_s;
    }
    return {};
}

// The other instances that have the plugin, and whether the value is theirs too.
QString elsewhereText(const QList<protocol::ExpectedElsewhere> &elsewhere)
{
    QList<QStringList> rows;
    for (const protocol::ExpectedElsewhere &there : elsewhere)
        rows.append({there.instance.toString(), there.layer ? valueText(there.expected) : u"nothing"_s,
                     there.layer ? nameOf(*there.layer) : u"-"_s, there.same ? u"the same"_s : QString()});
    return rows.isEmpty() ? QString()
                          : u'\n' + tableText({u"ELSEWHERE"_s, u"EXPECTED"_s, u"LAYER"_s, u""_s}, rows);
}

QString findingText(const protocol::FindingDetail &detail)
{
    const domain::Finding &finding = detail.finding;
    QList<QStringList> rows{
        {u"instance"_s, finding.instance.toString()},
        {u"plugin"_s, finding.plugin},
        {u"file"_s, finding.file},
        {u"key"_s, finding.key.toString()},
        {u"kind"_s, nameOf(finding.kind) + u", "_s + nameOf(finding.severity)},
        {u"expected"_s, expectedText(finding)},
        {u"actual"_s, actualText(finding)},
        {u"first seen"_s, finding.firstSeen.toString(Qt::ISODate)},
        {u"last seen"_s, finding.lastSeen.toString(Qt::ISODate)},
        {u"read"_s, detail.readAt.toString(Qt::ISODate)},
        {u"cause"_s, causeText(detail.story.cause)},
    };
    if (!finding.message.isEmpty())
        rows.append({u"message"_s, finding.message});
    if (finding.provisional)
        rows.append({u"provisional"_s, u"what is expected has changed; it is being compared anew"_s});
    if (!finding.ignoredBy.isEmpty())
        rows.append({u"ignored by"_s, finding.ignoredBy.toString()});
    if (finding.detectedSeverity)
        rows.append({u"was"_s, nameOf(*finding.detectedSeverity)});
    if (detail.story.lastApplied)
        rows.append({u"last applied"_s,
                     detail.story.lastApplied->at.toString(Qt::ISODate) + u" by "_s
                         + detail.story.lastApplied->by + u", job "_s
                         + detail.story.lastApplied->job.toString()
                         + (detail.story.lastApplied->reason.isEmpty()
                                ? QString()
                                : QString(u": "_s + detail.story.lastApplied->reason))});
    QString text = tableText({u"FINDING"_s, finding.id.toString()}, rows);
    rows.clear();
    for (const protocol::LayerValue &layer : detail.layers)
        rows.append(
            {nameOf(layer.layer), layer.owner, layer.notExpected ? u"not expected"_s : valueText(layer.value),
             layer.wins ? u"wins"_s : QString(), layer.version > 0 ? QString::number(layer.version) : u"-"_s,
             layer.author, layer.at.toString(Qt::ISODate), layer.reason});
    if (!rows.isEmpty())
        text += u'\n'
            + tableText({u"LAYER"_s, u"OF"_s, u"VALUE"_s, u""_s, u"VERSION"_s, u"BY"_s, u"AT"_s, u"REASON"_s},
                        rows);
    return text + elsewhereText(detail.story.elsewhere);
}

ExitStatus runFinding(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"finding"_s, u"Its id, or a beginning of it."_s, u"FINDING"_s);
    return converse(parser, "finding"_L1, arguments, [](Conversation &talk) {
        if (talk.parser().positionalArguments().size() != 1) {
            talk.finish(fail({ErrorCode::InvalidArgument, u"finding needs one id"_s}));
            return;
        }
        resolveFindings(talk, talk.parser().positionalArguments(), [&talk](const QList<FindingId> &ids) {
            talk.ask(protocol::GetFinding{ids.first()}, [&talk](const protocol::FindingDetail &detail) {
                if (talk.output() == Output::Json)
                    printJson(protocol::objectOf(detail));
                else
                    talk.print(findingText(detail));
                talk.finish(ExitStatus::Well);
            });
        });
    });
}

} // namespace

Command expectationsCommand()
{
    return {"expectations"_L1, "the history of what is expected, undo, and export"_L1, runExpectations};
}

Command aliasesCommand()
{
    return {"aliases"_L1, "other names of instances and plugins"_L1, [](const QStringList &arguments) {
                QCommandLineParser parser;
                return converse(parser, "aliases"_L1, arguments, [](Conversation &talk) {
                    talk.ask(protocol::ListAliases{},
                             [&talk](const protocol::AliasList &list) { showAliases(talk, list); });
                });
            }};
}

Command findingCommand()
{
    return {"finding"_L1, "one finding: where its value comes from and why it differs"_L1, runFinding};
}

} // namespace archivesmp::app::cli
