// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/jobcommands.h"

#include "app/cli/conversation.h"
#include "app/cli/jobfollower.h"

#include "common/protocol/domainjson.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

ExitStatus scan(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"server"_s, u"Only this physical server."_s, u"S"_s},
                       {u"instance"_s, u"Only this instance; may be repeated."_s, u"I"_s}});
    addNoWaitOption(parser);
    return converse(parser, "scan"_L1, arguments, [](Conversation &talk) {
        const protocol::StartScan request{.server = talk.value(u"server"_s),
                                          .instances = talk.parser().values(u"instance"_s)};
        talk.ask(request, [&talk](const protocol::JobAccepted &accepted) { endWithJob(talk, accepted); });
    });
}

Result<protocol::ListJobs> jobsQuery(const QCommandLineParser &parser)
{
    protocol::ListJobs query{.server = parser.value(u"server"_s)};
    if (!parser.isSet(u"status"_s))
        return query;
    query.status = domain::jobStatusFromName(parser.value(u"status"_s));
    if (!query.status)
        return Error{.code = ErrorCode::InvalidArgument,
                     .message = u"unknown status "_s + parser.value(u"status"_s),
                     .remedy = u"use pending, in_progress, completed, failed …"_s};
    return query;
}

ExitStatus jobs(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addOptions({{u"server"_s, u"Only this physical server."_s, u"S"_s},
                       {u"status"_s, u"Only jobs with this status."_s, u"T"_s}});
    return converse(parser, "jobs"_L1, arguments, [](Conversation &talk) {
        const Result<protocol::ListJobs> query = jobsQuery(talk.parser());
        if (!query) {
            talk.finish(fail(query.error()));
            return;
        }
        talk.ask(*query, [&talk](const protocol::JobPage &page) {
            if (talk.output() == Output::Json)
                printJson({{u"jobs"_s, protocol::toJsonArray(page.jobs)}});
            else
                talk.print(page.jobs.isEmpty() ? u"no jobs\n"_s : jobsText(page.jobs));
            talk.finish(ExitStatus::Well);
        });
    });
}

// The only positional argument; none ends the command with what is missing.
std::optional<QString> onlyArgument(Conversation &talk, const QString &what)
{
    const QStringList arguments = talk.parser().positionalArguments();
    if (arguments.size() == 1)
        return arguments.first();
    talk.finish(fail({ErrorCode::InvalidArgument, u"give one "_s + what}));
    return std::nullopt;
}

ExitStatus job(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"ID"_s, u"The job's id."_s);
    parser.addOption({u"follow"_s, u"Wait for its end and print its story."_s});
    return converse(parser, "job"_L1, arguments, [](Conversation &talk) {
        const std::optional<QString> id = onlyArgument(talk, u"job id"_s);
        if (!id)
            return;
        if (talk.parser().isSet(u"follow"_s)) {
            JobFollower::follow(talk, JobId(*id));
            return;
        }
        talk.ask(protocol::GetJob{JobId(*id)}, [&talk](const protocol::JobDetail &detail) {
            if (talk.output() == Output::Json)
                printJson(jobJson(detail));
            else
                talk.print(jobText(detail));
            talk.finish(statusAfter(detail.job));
        });
    });
}

ExitStatus cancel(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"ID"_s, u"The job's id."_s);
    return converse(parser, "cancel"_L1, arguments, [](Conversation &talk) {
        const std::optional<QString> id = onlyArgument(talk, u"job id"_s);
        if (!id)
            return;
        talk.ask(protocol::CancelJob{JobId(*id)}, [&talk](const protocol::Done &) {
            if (talk.output() == Output::Json)
                printJson({{u"cancelled"_s, true}});
            talk.finish(ExitStatus::Well);
        });
    });
}

ExitStatus power(domain::PowerAction action, QLatin1StringView command, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(u"INSTANCE"_s, u"Its name, or server/name."_s);
    addNoWaitOption(parser);
    return converse(parser, command, arguments, [action](Conversation &talk) {
        const std::optional<QString> instance = onlyArgument(talk, u"instance"_s);
        if (!instance)
            return;
        talk.ask(protocol::PowerInstance{*instance, action},
                 [&talk](const protocol::JobAccepted &accepted) { endWithJob(talk, accepted); });
    });
}

} // namespace

Command scanCommand()
{
    return {"scan"_L1, "ask the agents to scan now"_L1, scan};
}

Command jobsCommand()
{
    return {"jobs"_L1, "the jobs, newest first"_L1, jobs};
}

Command jobCommand()
{
    return {"job"_L1, "one job with its children; --follow waits for its end"_L1, job};
}

Command cancelCommand()
{
    return {"cancel"_L1, "end a job that waits, ask a running one to stop"_L1, cancel};
}

QList<Command> powerCommands()
{
    using domain::PowerAction;
    return {{"start"_L1, "start an instance"_L1,
             [](const QStringList &a) { return power(PowerAction::Start, "start"_L1, a); }},
            {"stop"_L1, "stop an instance"_L1,
             [](const QStringList &a) { return power(PowerAction::Stop, "stop"_L1, a); }},
            {"restart"_L1, "restart an instance"_L1,
             [](const QStringList &a) { return power(PowerAction::Restart, "restart"_L1, a); }}};
}

} // namespace archivesmp::app::cli
