// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plancommands.h"

#include "app/cli/conversation.h"
#include "app/cli/endpoint.h"
#include "app/cli/findings.h"
#include "app/cli/jobfollower.h"
#include "app/cli/plantext.h"

#include "common/protocol/domainjson.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

#include <cstdio>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

void showPlan(Conversation &talk, const domain::Plan &plan)
{
    if (talk.output() == Output::Json)
        printJson(protocol::toJson(plan));
    else
        talk.print(planText(plan));
    const QString blocker = domain::firstBlocker(plan);
    if (blocker.isEmpty())
        talk.finish(ExitStatus::Well);
    else
        talk.finish(fail({ErrorCode::Conflict, u"this plan cannot be applied: "_s + blocker}));
}

void misused(Conversation &talk, const QString &what)
{
    talk.finish(fail(
        {.code = ErrorCode::InvalidArgument, .message = what, .remedy = u"see archivesmpctl plan --help"_s}));
}

void planDeploy(Conversation &talk)
{
    const QString jar = talk.value(u"jar"_s);
    const QStringList instances = talk.parser().values(u"instance"_s);
    if (talk.value(u"plugin"_s).isEmpty() || jar.isEmpty() || instances.isEmpty()) {
        misused(talk, u"plan deploy needs --plugin, --jar and --instance"_s);
        return;
    }
    talk.proceed(talk.session().uploadArtifact(jar), [&talk, jar, instances](const QByteArray &sha256) {
        const protocol::PlanDeploy request{.plugin = talk.value(u"plugin"_s),
                                           .version = talk.value(u"version"_s),
                                           .artifact = sha256,
                                           .fileName = QFileInfo(jar).fileName(),
                                           .instances = instances};
        talk.ask(request, [&talk](const domain::Plan &plan) { showPlan(talk, plan); });
    });
}

void planFix(Conversation &talk, const QStringList &findings)
{
    const QString plugin = talk.value(u"plugin"_s);
    const QStringList instances = talk.parser().values(u"instance"_s);
    const bool byPlugin = !plugin.isEmpty() && instances.size() == 1;
    if (findings.isEmpty() != byPlugin) {
        misused(talk, u"plan fix needs findings, or --plugin and one --instance"_s);
        return;
    }
    const auto ask = [&talk, plugin, instances](const QList<FindingId> &ids) {
        talk.ask(protocol::PlanFix{ids, plugin, instances.value(0)},
                 [&talk](const domain::Plan &plan) { showPlan(talk, plan); });
    };
    resolveFindings(talk, findings, ask);
}

void planRollback(Conversation &talk, const QStringList &jobs)
{
    if (jobs.size() != 1) {
        misused(talk, u"plan rollback needs one job"_s);
        return;
    }
    talk.ask(protocol::PlanRollback{JobId(jobs.first())},
             [&talk](const domain::Plan &plan) { showPlan(talk, plan); });
}

ExitStatus plan(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"plan deploy --plugin P --jar FILE [--version V] --instance I…\n"
                                     "plan fix FINDING… | --plugin P --instance I\n"
                                     "plan rollback JOB"_s);
    parser.addPositionalArgument(u"KIND"_s, u"deploy, fix or rollback."_s);
    parser.addPositionalArgument(u"WHAT"_s, u"Findings to fix, or the job to roll back."_s, u"[WHAT…]"_s);
    parser.addOptions({{u"plugin"_s, u"The plugin's name."_s, u"P"_s},
                       {u"jar"_s, u"The JAR to deploy."_s, u"FILE"_s},
                       {u"version"_s, u"Its version, where the JAR must have just that."_s, u"V"_s},
                       {u"instance"_s, u"Where; may be repeated."_s, u"I"_s}});
    return converse(parser, "plan"_L1, arguments, [](Conversation &talk) {
        QStringList words = talk.parser().positionalArguments();
        const QString kind = words.isEmpty() ? QString() : words.takeFirst();
        if (kind == "deploy"_L1 && words.isEmpty())
            planDeploy(talk);
        else if (kind == "fix"_L1)
            planFix(talk, words);
        else if (kind == "rollback"_L1)
            planRollback(talk, words);
        else
            misused(talk, u"plan what? deploy, fix or rollback"_s);
    });
}

bool asksAPerson()
{
#ifdef Q_OS_UNIX
    return isatty(STDIN_FILENO) != 0;
#else
    return true;
#endif
}

// Asked before the connection is made: a person who thinks must not keep it from answering pings.
bool saysYes(const QString &plan)
{
    print(u"Apply the plan %1? [y/N] "_s.arg(plan));
    std::fflush(stdout);
    QFile terminal;
    if (!terminal.open(stdin, QIODevice::ReadOnly | QIODevice::Text))
        return false;
    return terminal.readLine(64).trimmed().toLower() == "y";
}

ExitStatus apply(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"PLAN"_s, u"The id that plan printed."_s);
    parser.addOptions({{u"yes"_s, u"Do not ask."_s},
                       {u"reason"_s, u"Why; kept in the job's story and the records."_s, u"TEXT"_s}});
    addNoWaitOption(parser);
    addEndpointOptions(parser);
    if (const std::optional<ExitStatus> end = readArguments(parser, "apply"_L1, arguments))
        return *end;
    if (parser.positionalArguments().size() != 1)
        return fail({ErrorCode::InvalidArgument, u"give one plan"_s});
    const QString plan = parser.positionalArguments().constFirst();
    const bool sure = parser.isSet(u"yes"_s);
    if (!sure && (!asksAPerson() || !saysYes(plan)))
        return fail({.code = ErrorCode::Cancelled,
                     .message = u"nothing was done"_s,
                     .remedy = u"say y, or add --yes"_s});
    return Conversation(parser).run([plan](Conversation &talk) {
        const protocol::ApplyPlan request{PlanId(plan), QUuid::createUuid().toString(QUuid::WithoutBraces),
                                          talk.value(u"reason"_s)};
        talk.ask(request, [&talk](const protocol::JobAccepted &accepted) { endWithJob(talk, accepted); });
    });
}

} // namespace

Command planCommand()
{
    return {"plan"_L1, "say what a deploy, fix or rollback would do"_L1, plan};
}

Command applyCommand()
{
    return {"apply"_L1, "carry out a plan"_L1, apply};
}

} // namespace archivesmp::app::cli
