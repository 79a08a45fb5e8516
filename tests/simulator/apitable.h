// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/options.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace archivesmp::ampsim {

enum class ScopeKind { Controller, Instance };

// One parameter, in the order in which AMP lists it: its official client passes arguments by place.
struct ApiParameter
{
    QString name;
    QString type;
    bool optional = false;
};

// One method of AMP's web API.
struct ApiMethod
{
    QString module;
    QString name;
    QString returns;
    QList<ApiParameter> parameters;
    QString permission; // the node that the caller needs; empty where a session is enough
    bool anonymous = false;

    [[nodiscard]] QString key() const { return module + u'/' + name; }
};

// What a scope offers in a profile. The lists are this project's own, named after AMP's.
[[nodiscard]] QList<ApiMethod> methodsOf(ScopeKind scope, Profile profile);

// The answer of Core/GetAPISpec: everything for a session, the handful that needs none otherwise.
enum class Visitor { Anonymous, Session };
[[nodiscard]] QJsonObject apiSpec(const QList<ApiMethod> &methods, Visitor visitor);

} // namespace archivesmp::ampsim
