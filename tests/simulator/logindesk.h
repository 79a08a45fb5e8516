// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/answer.h"
#include "tests/simulator/options.h"
#include "tests/simulator/sessions.h"

#include <QJsonObject>

namespace archivesmp::ampsim {

// Core/Login of every scope. Counts the failures, because AMP stops listening after some of them.
class LoginDesk final
{
public:
    explicit LoginDesk(const Options &options)
        : _options(options)
    { }

    [[nodiscard]] Answer login(Sessions &sessions, const QJsonObject &parameters);
    [[nodiscard]] int attempts() const { return _attempts; }

private:
    enum class Code {
        Failure = 0,
        TokenRejected = 1,
        Success = 10,
        TwoFactorChallenge = 40,
        TwoFactorFailed = 50
    };

    [[nodiscard]] Code check(Sessions &sessions, const QJsonObject &parameters);
    [[nodiscard]] static Answer failed(Code code, const QString &reason);

    const Options &_options;
    int _attempts = 0;
    int _failures = 0;
};

} // namespace archivesmp::ampsim
