// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/commandline.h"
#include "app/client/agentsession.h"

#include "common/core/whendone.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace archivesmp::app::cli {

// One command's talk with an agent: connects, lets the command begin, and ends the event loop with the
// command's exit status. The first error ends it.
class Conversation final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Conversation)

public:
    using Begin = std::function<void(Conversation &)>;

    explicit Conversation(const QCommandLineParser &parser);

    // Connects and runs the event loop of the program until finish().
    [[nodiscard]] ExitStatus run(Begin begin);

    [[nodiscard]] const QCommandLineParser &parser() const { return _parser; }
    [[nodiscard]] QString value(const QString &option) const { return _parser.value(option); }
    [[nodiscard]] Output output() const { return outputOf(_parser); }
    [[nodiscard]] client::AgentSession &session() { return _session; }

    // Sends a request and goes on with its reply; an error ends the command.
    template <typename R, typename Then>
    void ask(const R &request, Then then)
    {
        proceed(_session.request(request), std::move(then));
    }
    template <typename T, typename Then>
    void proceed(const QFuture<Result<T>> &future, Then then)
    {
        whenDone(future, this, [this, then = std::move(then)](const Result<T> &outcome) {
            if (outcome)
                then(*outcome);
            else if (!bears(outcome.error()))
                finish(fail(outcome.error()));
        });
    }

    // From here on a lost connection is waited for instead of ending the command; `again` is called when it
    // is back.
    void outliveLosses(std::function<void()> again);

    void print(const QString &text);
    void finish(ExitStatus status);

private:
    void watch(client::AgentSession::State state);
    [[nodiscard]] bool bears(const Error &error) const;

    const QCommandLineParser &_parser;
    client::AgentSession _session;
    Begin _begin;
    std::function<void()> _again;
    QTimer _patience;
    bool _finished = false;
};

// Reads the arguments, runs the conversation: the body of every command that needs an agent.
[[nodiscard]] ExitStatus converse(QCommandLineParser &parser, QLatin1StringView command,
                                  const QStringList &arguments, Conversation::Begin begin);

} // namespace archivesmp::app::cli
