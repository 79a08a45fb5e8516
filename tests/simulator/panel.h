// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/apitable.h"
#include "tests/simulator/fleet.h"
#include "tests/simulator/httpserver.h"
#include "tests/simulator/logindesk.h"
#include "tests/simulator/methods.h"
#include "tests/simulator/upsets.h"

#include <memory>

namespace archivesmp::ampsim {

// A call as it came in, for tests that ask what a client sent.
struct SeenCall
{
    QString method;           // "Core/GetStatus"
    QString instance;         // its name; empty for the controller
    bool bearer = false;      // the session came in the header
    bool bodySession = false; // the session came in the body
};

// A simulated AMP panel: a controller with its instances, spoken to over HTTP on loopback. Everything runs in
// the thread that made it.
class Panel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Panel)

public:
    Panel(const Options &options, const Clock &clock, QObject *parent = nullptr);
    ~Panel() override;

    Result<quint16> listen() { return _server.listen(_options.port); }
    void close() { _server.close(); }

    [[nodiscard]] Options &options() { return _options; } // changes hold from the next call on
    [[nodiscard]] Fleet &fleet() { return _fleet; }
    [[nodiscard]] Upsets &upsets() { return _upsets; }
    [[nodiscard]] const LoginDesk &logins() const { return _desk; }
    [[nodiscard]] const QList<SeenCall> &seen() const { return _seen; } // the last thousand
    [[nodiscard]] int count(const QString &method) const;               // of them
    void endSessions();                                                 // all, as after a restart

    // The methods that are offered without code behind them: mistakes of this program.
    [[nodiscard]] QStringList mismatches() const;

private:
    struct Scope;

    [[nodiscard]] HttpReply handle(const HttpRequest &request);
    void record(const Scope *scope, const QString &method, const HttpRequest &request,
                const QJsonObject &parameters);
    [[nodiscard]] Answer answerIn(Scope &scope, const QString &key, const QString &bearer,
                                  QJsonObject parameters);
    [[nodiscard]] Answer call(const Scope &scope, const ApiMethod &method, const Call &call) const;
    [[nodiscard]] std::shared_ptr<Scope> makeScope(ScopeKind kind, Sessions &sessions, Instance *instance);

    Options _options;
    Dialect _dialect;
    LoginDesk _desk;
    Sessions _sessions; // the controller's
    Fleet _fleet;
    Upsets _upsets;
    QList<SeenCall> _seen;
    std::shared_ptr<Scope> _controller;
    QHash<QString, std::shared_ptr<Scope>> _instances; // by id
    HttpServer _server;
};

} // namespace archivesmp::ampsim
