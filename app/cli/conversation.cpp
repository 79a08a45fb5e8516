// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/conversation.h"

#include "app/cli/endpoint.h"

#include "common/core/textescape.h"

#include <QCoreApplication>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;
using client::AgentSession;

namespace {
constexpr std::chrono::seconds patience{60};
} // namespace

Conversation::Conversation(const QCommandLineParser &parser)
    : _parser(parser)
    , _session(u"archivesmpctl"_s)
{
    _patience.setSingleShot(true);
    connect(&_patience, &QTimer::timeout, this, [this] {
        finish(fail(_session.error().value_or(Error{ErrorCode::Unavailable, u"the connection is lost"_s})));
    });
    connect(&_session, &AgentSession::stateChanged, this, &Conversation::watch);
    connect(&_session, &AgentSession::welcomed, this, [this] {
        _patience.stop();
        if (const Begin begin = std::exchange(_begin, nullptr))
            begin(*this);
        else if (_again)
            _again();
    });
}

ExitStatus Conversation::run(Begin begin)
{
    const Result<client::Endpoint> endpoint = endpointOf(_parser);
    if (!endpoint)
        return fail(endpoint.error());
    _begin = std::move(begin);
    // Later, so that whatever ends it finds the event loop running.
    QTimer::singleShot(0, this, [this, endpoint = *endpoint] { _session.open(endpoint); });
    return static_cast<ExitStatus>(QCoreApplication::exec());
}

void Conversation::watch(AgentSession::State state)
{
    const std::optional<Error> &error = _session.error();
    if (_finished || !error)
        return;
    const bool waits = _again != nullptr && state == AgentSession::State::Connecting;
    if (!waits)
        finish(fail(error->atField(_session.url().toDisplayString())));
    else if (!_patience.isActive())
        _patience.start(patience);
}

bool Conversation::bears(const Error &error) const
{
    return _finished || (_again != nullptr && isTransient(error.code));
}

void Conversation::outliveLosses(std::function<void()> again)
{
    _again = std::move(again);
}

void Conversation::print(const QString &text)
{
    cli::print(text);
}

void Conversation::finish(ExitStatus status)
{
    if (std::exchange(_finished, true))
        return;
    _session.close();
    QCoreApplication::exit(static_cast<int>(status));
}

ExitStatus converse(QCommandLineParser &parser, QLatin1StringView command, const QStringList &arguments,
                    Conversation::Begin begin)
{
    addEndpointOptions(parser);
    if (const std::optional<ExitStatus> end = readArguments(parser, command, arguments))
        return *end;
    return Conversation(parser).run(std::move(begin));
}

} // namespace archivesmp::app::cli
