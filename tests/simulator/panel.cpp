// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/panel.h"

#include <QJsonDocument>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype seenLimit = 1000;

// Where a path leads: the scope's instance id (empty for the controller) and "Module/Method".
struct Route
{
    QString instanceId;
    QString key;
};

std::optional<Route> routeOf(const QString &path)
{
    const QStringList parts = path.split(u'/'); // "", "API", …
    if (parts.size() == 4 && parts.at(1) == "API"_L1)
        return Route{{}, parts.at(2) + u'/' + parts.at(3)};
    const bool proxied = parts.size() == 8 && parts.at(1) == "API"_L1 && parts.at(2) == "ADSModule"_L1
        && parts.at(3) == "Servers"_L1 && parts.at(5) == "API"_L1;
    if (proxied)
        return Route{parts.at(4), parts.at(6) + u'/' + parts.at(7)};
    return std::nullopt;
}

bool isAcceptable(const QByteArray &accept)
{
    static const QList<QByteArray> known{"application/json", "text/javascript",
                                         "application/vnd.cubecoders-ampapi"};
    for (const QByteArray &item : accept.split(',')) {
        if (known.contains(item.split(';').first().trimmed()))
            return true;
    }
    return false;
}

QString bearerOf(const HttpRequest &request)
{
    const QByteArray text = request.headers.value("authorization");
    return text.startsWith("Bearer ") ? QString::fromLatin1(text.mid(7).trimmed()) : QString();
}

} // namespace

struct Panel::Scope
{
    ScopeKind kind;
    Sessions &sessions;
    Instance *instance; // nullptr for the controller
    QHash<QString, ApiMethod> table;
    Methods methods;
};

Panel::Panel(const Options &options, const Clock &clock, QObject *parent)
    : QObject(parent)
    , _options(options)
    , _dialect(_options)
    , _desk(_options)
    , _sessions(clock, options.sessionTtl)
    , _fleet(_options, clock)
    , _server([this](const HttpRequest &request) { return handle(request); })
{
    _controller = makeScope(ScopeKind::Controller, _sessions, nullptr);
    for (Instance *instance : _fleet.instances())
        _instances.insert(instance->id(), makeScope(ScopeKind::Instance, instance->sessions(), instance));
}

Panel::~Panel() = default;

std::shared_ptr<Panel::Scope> Panel::makeScope(ScopeKind kind, Sessions &sessions, Instance *instance)
{
    auto scope = std::make_shared<Scope>(Scope{kind, sessions, instance, {}, {}});
    const QList<ApiMethod> methods = methodsOf(kind, _options.profile);
    for (const ApiMethod &method : methods)
        scope->table.insert(method.key(), method);
    addSessionMethods(scope->methods, sessions, _desk, _options, _dialect);
    scope->methods[u"Core/GetAPISpec"_s] = [methods](const Call &call) {
        return valueOf(apiSpec(methods, call.session != nullptr ? Visitor::Session : Visitor::Anonymous));
    };
    if (instance != nullptr) {
        addInstanceMethods(scope->methods, *instance, _options, _dialect);
        addFileMethods(scope->methods, *instance, _options, _dialect);
        addMinecraftMethods(scope->methods, *instance);
        return scope;
    }
    addControllerMethods(scope->methods, _fleet, _options, _dialect);
    return scope;
}

int Panel::count(const QString &method) const
{
    return static_cast<int>(std::count_if(_seen.cbegin(), _seen.cend(),
                                          [&method](const SeenCall &seen) { return seen.method == method; }));
}

void Panel::endSessions()
{
    _sessions.closeAll();
    for (Instance *instance : _fleet.instances())
        instance->sessions().closeAll();
}

QStringList Panel::mismatches() const
{
    QStringList found;
    const auto compare = [&found](const Scope &scope) {
        for (auto it = scope.table.keyBegin(); it != scope.table.keyEnd(); ++it) {
            if (!scope.methods.contains(*it))
                found.append(*it + u" has no code"_s);
        }
    };
    compare(*_controller);
    for (const std::shared_ptr<Scope> &scope : _instances)
        compare(*scope);
    return found;
}

HttpReply Panel::handle(const HttpRequest &request)
{
    const std::optional<Route> route = routeOf(request.path);
    if (!route || request.method != "POST")
        return {.status = 404, .body = "<html><body>Not Found</body></html>", .contentType = "text/html"};
    const std::shared_ptr<Scope> scope
        = route->instanceId.isEmpty() ? _controller : _instances.value(route->instanceId.toLower());
    const QJsonDocument body = QJsonDocument::fromJson(request.body);
    record(scope.get(), route->key, request, body.object());
    if (std::optional<HttpReply> upset = _upsets.take(route->key))
        return *upset;
    if (!isAcceptable(request.headers.value("accept"))) {
        const Answer wrong = fault(u"Bad Request"_s, u"Invalid accept header value"_s);
        return {.status = 400, .body = _dialect.encode(wrong)};
    }
    Answer answer;
    if (scope == nullptr)
        answer = refused(u"No instance with ID %1 exists."_s.arg(route->instanceId));
    else if (!body.isObject() && !request.body.trimmed().isEmpty())
        answer = fault(u"Json Reader Exception"_s, u"Unexpected character encountered while parsing value"_s);
    else
        answer = answerIn(*scope, route->key, bearerOf(request), body.object());
    return {.body = _dialect.encode(answer), .delay = _options.latency};
}

void Panel::record(const Scope *scope, const QString &method, const HttpRequest &request,
                   const QJsonObject &parameters)
{
    if (_seen.size() >= seenLimit)
        _seen.removeFirst();
    const bool named = scope != nullptr && scope->instance != nullptr;
    _seen.append({method, named ? scope->instance->name() : QString(), !bearerOf(request).isEmpty(),
                  !parameters.value("SESSIONID"_L1).toString().isEmpty()});
}

Answer Panel::answerIn(Scope &scope, const QString &key, const QString &bearer, QJsonObject parameters)
{
    if (scope.instance != nullptr && scope.instance->daemon() != DaemonState::Up)
        return fault(u"Instance Unavailable"_s, u"The requested instance is not available at this time."_s);
    const auto method = scope.table.constFind(key);
    if (method == scope.table.cend())
        return fault(u"Key Not Found"_s, u"The given key '%1' was not present in the dictionary."_s.arg(key));
    const QString inBody = parameters.take("SESSIONID"_L1).toString();
    const bool byHeader = _options.readsBearer() && !bearer.isEmpty();
    Session *session = scope.sessions.use(byHeader ? bearer : inBody);
    const bool deprecated = session != nullptr && !byHeader && _options.profile == Profile::Amp28;
    if (deprecated && scope.instance != nullptr && !method->anonymous)
        scope.instance->console().write(u"SessionID passed in request body - this is deprecated"_s, u"API"_s);
    return call(scope, *method, Call{parameters, session});
}

Answer Panel::call(const Scope &scope, const ApiMethod &method, const Call &call) const
{
    if (!method.anonymous) {
        if (call.session == nullptr)
            return sessionFault();
        if (!method.permission.isEmpty() && _options.denied.contains(method.permission))
            return permissionFault(method.permission);
    }
    return scope.methods.value(method.key())(call);
}

} // namespace archivesmp::ampsim
