// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/judgementcommands.h"

#include "app/cli/findings.h"
#include "app/cli/table.h"

#include "common/protocol/expectationmembers.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

Error misuse(const QString &what, const QString &command)
{
    return {.code = ErrorCode::InvalidArgument,
            .message = what,
            .remedy = u"see archivesmpctl "_s + command + u" --help"_s};
}

void addWhy(QCommandLineParser &parser)
{
    parser.addOptions({{u"scope"_s, u"Where it counts: instance, server or all."_s, u"SCOPE"_s},
                       {u"reason"_s, u"Why; kept in the history."_s, u"TEXT"_s}});
}

void addTime(QCommandLineParser &parser)
{
    parser.addOptions({{u"until"_s, u"Until this day or time (UTC), such as 2027-01-31."_s, u"DATE"_s},
                       {u"days"_s, u"For so many days."_s, u"N"_s}});
}

std::optional<domain::Layer> scopeOf(const QString &word)
{
    return word == "all"_L1 ? domain::Layer::Universal : domain::layerFromName(word);
}

Result<std::optional<QDateTime>> endOf(const QCommandLineParser &parser)
{
    if (parser.isSet(u"days"_s) && parser.isSet(u"until"_s))
        return Error{ErrorCode::InvalidArgument, u"--days and --until are two answers to one question"_s};
    if (parser.isSet(u"days"_s)) {
        bool ok = false;
        const int days = parser.value(u"days"_s).toInt(&ok);
        if (!ok || days < 1)
            return Error{ErrorCode::InvalidArgument, u"--days needs a number from 1"_s};
        return std::optional(QDateTime::currentDateTimeUtc().addDays(days));
    }
    if (!parser.isSet(u"until"_s))
        return std::optional<QDateTime>();
    QDateTime until = QDateTime::fromString(parser.value(u"until"_s), Qt::ISODate);
    if (!until.isValid())
        return Error{ErrorCode::InvalidArgument, u"--until needs a day such as 2027-01-31"_s};
    if (until.timeSpec() == Qt::LocalTime) // as written, without a zone
        until.setTimeSpec(Qt::UTC);
    return std::optional(until.toUTC());
}

void showRefused(Conversation &talk, const QList<protocol::RefusedFinding> &refused)
{
    QList<QStringList> rows;
    for (const protocol::RefusedFinding &one : refused)
        rows.append({one.finding.toString().first(std::min<qsizetype>(8, one.finding.toString().size())),
                     one.reason});
    talk.print(tableText({u"REFUSED"_s, u"WHY"_s}, rows));
}

template <typename Reply>
bool shownAsJson(Conversation &talk, const Reply &reply)
{
    if (talk.output() != Output::Json)
        return false;
    printJson(protocol::objectOf(reply));
    return true;
}

void finishWith(Conversation &talk, bool done, const QList<protocol::RefusedFinding> &refused)
{
    if (done)
        talk.finish(ExitStatus::Well);
    else
        talk.finish(
            fail({ErrorCode::Conflict,
                  u"nothing was changed: "_s
                      + (refused.isEmpty() ? u"there was nothing to do"_s : refused.first().reason)}));
}

// What both commands need: findings, a scope and a reason.
template <typename Then>
void withFindings(Conversation &talk, const QString &command, Then then)
{
    const QStringList typed = talk.parser().positionalArguments();
    const auto scope = scopeOf(talk.value(u"scope"_s));
    if (typed.isEmpty() || !scope || talk.value(u"reason"_s).trimmed().isEmpty()) {
        talk.finish(fail(
            misuse(command + u" needs findings, --scope instance, server or all, and --reason"_s, command)));
        return;
    }
    resolveFindings(talk, typed, [then, scope = *scope](const QList<FindingId> &ids) { then(ids, scope); });
}

ExitStatus runAccept(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"finding"_s, u"Ids, or beginnings of them."_s, u"FINDING…"_s);
    addWhy(parser);
    return converse(parser, "accept"_L1, arguments, [](Conversation &talk) {
        withFindings(talk, u"accept"_s, [&talk](const QList<FindingId> &ids, domain::Layer scope) {
            talk.ask(protocol::AcceptFindings{ids, scope, talk.value(u"reason"_s)},
                     [&talk](const protocol::FindingsAccepted &reply) {
                         if (!shownAsJson(talk, reply)) {
                             talk.print(u"%1 accepted; the expectations are version %2\n"_s
                                            .arg(reply.accepted.size())
                                            .arg(reply.version));
                             for (const JobId &job : reply.evaluations)
                                 talk.print(u"compared anew by job %1\n"_s.arg(job.toString()));
                             if (!reply.refused.isEmpty())
                                 showRefused(talk, reply.refused);
                         }
                         finishWith(talk, !reply.accepted.isEmpty(), reply.refused);
                     });
        });
    });
}

void showChanged(Conversation &talk, const protocol::RulesChanged &reply, const QString &what)
{
    if (!shownAsJson(talk, reply)) {
        for (const RuleId &rule : reply.rules)
            talk.print(u"rule %1 %2\n"_s.arg(rule.toString(), what));
        talk.print(u"%1 findings are judged otherwise\n"_s.arg(reply.findings));
        if (reply.version > 0)
            talk.print(u"the expectations are version %1\n"_s.arg(reply.version));
        if (!reply.refused.isEmpty())
            showRefused(talk, reply.refused);
    }
    finishWith(talk, !reply.rules.isEmpty(), reply.refused);
}

ExitStatus runIgnore(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"finding"_s, u"Ids, or beginnings of them."_s, u"FINDING…"_s);
    addWhy(parser);
    addTime(parser);
    return converse(parser, "ignore"_L1, arguments, [](Conversation &talk) {
        const auto end = endOf(talk.parser());
        if (!end) {
            talk.finish(fail(end.error()));
            return;
        }
        withFindings(talk, u"ignore"_s,
                     [&talk, end = *end](const QList<FindingId> &ids, domain::Layer scope) {
                         talk.ask(protocol::IgnoreFindings{ids, scope, talk.value(u"reason"_s), end},
                                  [&talk](const protocol::RulesChanged &reply) {
                                      showChanged(talk, reply, u"added"_s);
                                  });
                     });
    });
}

QString scopeText(const domain::RuleScope &scope)
{
    QStringList parts;
    for (const auto &[name, text] : {std::pair(u"plugin"_s, scope.plugin), std::pair(u"file"_s, scope.file),
                                     std::pair(u"key"_s, scope.key), std::pair(u"on"_s, scope.instance)}) {
        if (!text.isEmpty())
            parts.append(name + u' ' + text);
    }
    return parts.isEmpty() ? u"everything"_s : parts.join(u", "_s);
}

void listRules(Conversation &talk)
{
    talk.ask(protocol::ListRules{}, [&talk](const protocol::RulePage &page) {
        if (!shownAsJson(talk, page)) {
            QList<QStringList> rows;
            for (const protocol::RuleState &state : page.rules) {
                const domain::Rule &rule = state.rule;
                const QString until = rule.expiresAt ? rule.expiresAt->toString(Qt::ISODate) : u"-"_s;
                rows.append({rule.id.toString(), nameOf(rule.kind), scopeText(rule.scope),
                             QString::number(state.hits), state.expired ? u"expired"_s : until, rule.author,
                             rule.reason});
            }
            talk.print(tableText(
                {u"RULE"_s, u"KIND"_s, u"ABOUT"_s, u"HITS"_s, u"UNTIL"_s, u"BY"_s, u"REASON"_s}, rows));
        }
        talk.finish(ExitStatus::Well);
    });
}

Result<domain::Rule> ruleOf(const QCommandLineParser &parser)
{
    domain::Rule rule;
    const auto kind = domain::ruleKindFromName(parser.value(u"kind"_s));
    if (!kind)
        return misuse(u"--kind needs ignore, severity, list, extra_keys, secret, unique or agree"_s,
                      u"rules"_s);
    rule.kind = *kind;
    rule.scope = {parser.value(u"plugin"_s), parser.value(u"file"_s), parser.value(u"key"_s),
                  parser.value(u"instance"_s)};
    rule.reason = parser.value(u"reason"_s);
    if (parser.isSet(u"severity"_s)) {
        const auto severity = domain::severityFromName(parser.value(u"severity"_s));
        if (!severity)
            return misuse(u"--severity needs info, normal or critical"_s, u"rules"_s);
        rule.severity = *severity;
    }
    if (parser.isSet(u"list"_s)) {
        const auto mode = domain::listModeFromName(parser.value(u"list"_s));
        if (!mode)
            return misuse(u"--list needs ordered, set or keyed"_s, u"rules"_s);
        rule.listMode = *mode;
    }
    rule.listKey = parser.value(u"list-key"_s);
    rule.on = !parser.isSet(u"off"_s);
    rule.group = {parser.isSet(u"per-server"_s), parser.values(u"same"_s)};
    const auto end = endOf(parser);
    if (!end)
        return end.error();
    rule.expiresAt = *end;
    return rule;
}

// What it would do, or why that cannot be known yet.
QString previewText(const domain::Rule &rule, const protocol::RulePreview &preview)
{
    using domain::RuleKind;
    const QString count = QString::number(preview.findings) + u" findings"_s;
    if (rule.kind == RuleKind::Ignore)
        return u"it would hide "_s + count + u'\n';
    if (rule.kind == RuleKind::Severity)
        return u"it would make "_s + count + u' ' + nameOf(rule.severity) + u'\n';
    if (rule.kind == RuleKind::Unique || rule.kind == RuleKind::Agree)
        return u"what collides is known when the files have been read for it\n"_s;
    return count + u" are in its scope; which of them stay is known when their files are read again\n"_s;
}

void previewRule(Conversation &talk, const domain::Rule &rule)
{
    talk.ask(protocol::PreviewRule{rule}, [&talk, rule](const protocol::RulePreview &preview) {
        if (!shownAsJson(talk, preview)) {
            talk.print(previewText(rule, preview));
            QList<QStringList> rows;
            for (const domain::Finding &finding : preview.first)
                rows.append({finding.instance.toString(), finding.plugin, finding.file,
                             finding.key.toString(), nameOf(finding.kind)});
            talk.print(tableText({u"INSTANCE"_s, u"PLUGIN"_s, u"FILE"_s, u"KEY"_s, u"KIND"_s}, rows));
        }
        talk.finish(ExitStatus::Well);
    });
}

void removeRule(Conversation &talk, const QString &id)
{
    talk.ask(protocol::RemoveRule{RuleId(id), talk.value(u"reason"_s)},
             [&talk](const protocol::RulesChanged &reply) { showChanged(talk, reply, u"removed"_s); });
}

void doWithRules(Conversation &talk)
{
    const QStringList words = talk.parser().positionalArguments();
    const QString verb = words.value(0, u"list"_s);
    if (verb == "list"_L1 && words.size() <= 1) {
        listRules(talk);
    } else if (verb == "remove"_L1 && words.size() == 2) {
        removeRule(talk, words.at(1));
    } else if ((verb == "add"_L1 || verb == "preview"_L1) && words.size() == 1) {
        const auto rule = ruleOf(talk.parser());
        if (!rule)
            talk.finish(fail(rule.error()));
        else if (verb == "preview"_L1)
            previewRule(talk, *rule);
        else
            talk.ask(protocol::AddRule{*rule},
                     [&talk](const protocol::RulesChanged &reply) { showChanged(talk, reply, u"added"_s); });
    } else {
        talk.finish(fail(misuse(u"rules needs list, add, preview or remove RULE"_s, u"rules"_s)));
    }
}

ExitStatus runRules(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"verb"_s, u"list, add, preview, or remove and the rule's id."_s,
                                 u"list|add|preview|remove [RULE]"_s);
    parser.addOptions(
        {{u"kind"_s, u"ignore, severity, list, extra_keys, secret, unique or agree."_s, u"K"_s},
         {u"plugin"_s, u"About plugins that fit this pattern."_s, u"GLOB"_s},
         {u"file"_s, u"About files that fit this pattern."_s, u"GLOB"_s},
         {u"key"_s, u"About keys that fit this pattern."_s, u"GLOB"_s},
         {u"instance"_s, u"On instances that fit this pattern, such as ovh/*."_s, u"GLOB"_s},
         {u"severity"_s, u"The severity that its findings get."_s, u"V"_s},
         {u"list"_s, u"How a list is compared: ordered, set or keyed."_s, u"MODE"_s},
         {u"list-key"_s, u"The key by which the elements of a keyed list are known."_s, u"KEY"_s},
         {u"off"_s, u"Of extra_keys: do not report them."_s},
         {u"per-server"_s, u"Of unique and agree: compare the instances of one server only."_s},
         {u"same"_s, u"Of unique and agree: compare those with the same value here; repeatable."_s, u"KEY"_s},
         {u"reason"_s, u"Why; kept in the history."_s, u"TEXT"_s}});
    addTime(parser);
    return converse(parser, "rules"_L1, arguments, doWithRules);
}

} // namespace

Command acceptCommand()
{
    return {"accept"_L1, "what is there becomes what is expected"_L1, runAccept};
}

Command ignoreCommand()
{
    return {"ignore"_L1, "hide findings, for good or for a time"_L1, runIgnore};
}

Command rulesCommand()
{
    return {"rules"_L1, "list, add, preview or remove rules about findings and comparisons"_L1, runRules};
}

} // namespace archivesmp::app::cli
