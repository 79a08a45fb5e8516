// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/answer.h"
#include "tests/simulator/dialect.h"
#include "tests/simulator/sessions.h"

#include <QHash>
#include <QJsonObject>

#include <functional>

namespace archivesmp::ampsim {

class Fleet;
class Instance;
class LoginDesk;

// One call of a method, after its session and permission were looked at.
struct Call
{
    QJsonObject parameters;
    Session *session = nullptr; // nullptr only for methods that need none

    [[nodiscard]] QString text(QLatin1StringView name) const { return parameters.value(name).toString(); }
    [[nodiscard]] qint64 number(QLatin1StringView name) const { return parameters.value(name).toInteger(); }
    [[nodiscard]] bool flag(QLatin1StringView name) const { return parameters.value(name).toBool(); }
};

// The methods of a scope by "Module/Method".
using Method = std::function<Answer(const Call &)>;
using Methods = QHash<QString, Method>;

void addSessionMethods(Methods &methods, Sessions &sessions, LoginDesk &desk, const Options &options,
                       const Dialect &dialect);
void addControllerMethods(Methods &methods, Fleet &fleet, const Options &options, const Dialect &dialect);
void addInstanceMethods(Methods &methods, Instance &instance, const Options &options, const Dialect &dialect);
void addFileMethods(Methods &methods, Instance &instance, const Options &options, const Dialect &dialect);
void addMinecraftMethods(Methods &methods, Instance &instance);

} // namespace archivesmp::ampsim
