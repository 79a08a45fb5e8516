// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/controldoor.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

ControlDoor::ControlDoor(Panel &panel, QObject *parent)
    : QObject(parent)
    , _panel(panel)
    , _server([this](const HttpRequest &request) { return handle(request); })
{ }

HttpReply ControlDoor::handle(const HttpRequest &request)
{
    const QJsonObject order = QJsonDocument::fromJson(request.body).object();
    bool done = false;
    if (request.method != "POST")
        return {.status = 404, .body = "{}"};
    if (request.path == "/upset"_L1)
        done = upset(order);
    else if (request.path == "/fault"_L1)
        done = setFault(order);
    else if (request.path == "/crash"_L1)
        done = crash(order);
    else if (request.path == "/seen"_L1)
        return {.body = seen()};
    else if (request.path == "/sessions/end"_L1) {
        _panel.endSessions();
        done = true;
    }
    return {.status = done ? 200 : 400, .body = "{}"};
}

bool ControlDoor::upset(const QJsonObject &order)
{
    const std::optional<UpsetKind> kind = upsetFromName(order.value("kind"_L1).toString());
    if (!kind)
        return false;
    _panel.upsets().add(order.value("method"_L1).toString(u"*"_s), *kind, order.value("count"_L1).toInt(1));
    return true;
}

bool ControlDoor::setFault(const QJsonObject &order)
{
    Instance *instance = _panel.fleet().byName(order.value("instance"_L1).toString());
    const QString fault = order.value("fault"_L1).toString();
    if (instance == nullptr || !Faults::isKnown(fault))
        return false;
    if (order.value("set"_L1).toBool(true))
        return instance->faults().set(fault, order.value("content"_L1).toString().toUtf8());
    instance->faults().clear(fault);
    return true;
}

bool ControlDoor::crash(const QJsonObject &order)
{
    Instance *instance = _panel.fleet().byName(order.value("instance"_L1).toString());
    if (instance == nullptr)
        return false;
    instance->crash();
    return true;
}

QByteArray ControlDoor::seen() const
{
    QJsonArray calls;
    for (const SeenCall &call : _panel.seen()) {
        calls.append(QJsonObject{{u"method"_s, call.method},
                                 {u"instance"_s, call.instance},
                                 {u"bearer"_s, call.bearer},
                                 {u"bodySession"_s, call.bodySession}});
    }
    return QJsonDocument(calls).toJson(QJsonDocument::Compact);
}

} // namespace archivesmp::ampsim
