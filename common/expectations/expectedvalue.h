// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/value.h"
#include "common/domain/finding.h"

#include <QString>

#include <variant>

namespace archivesmp::expectations {

// An expected secret whose text is kept elsewhere: what it is called there, and enough to see whether another
// text is the same.
struct SealedSecret
{
    QString reference;
    domain::SecretFingerprint fingerprint;

    friend bool operator==(const SealedSecret &, const SealedSecret &) = default;
};

// What a setting is expected to be.
using ExpectedValue = std::variant<Value, SealedSecret>;

} // namespace archivesmp::expectations
