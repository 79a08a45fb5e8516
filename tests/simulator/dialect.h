// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/answer.h"
#include "tests/simulator/options.h"

#include <QByteArray>
#include <QDateTime>

namespace archivesmp::ampsim {

// How one AMP generation spells things.
class Dialect final
{
public:
    explicit Dialect(const Options &options)
        : _options(options)
    { }

    // "/Date(ms)/" up to 2.5, ISO 8601 with seven decimals since.
    [[nodiscard]] QJsonValue date(const QDateTime &at) const;

    // An object of numbers up to 2.5, a text since.
    [[nodiscard]] QJsonValue version() const;

    // The body on one line; members that are null are left out of what is inside it.
    [[nodiscard]] QByteArray encode(const Answer &answer) const;

private:
    const Options &_options;
};

} // namespace archivesmp::ampsim
