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
    QString reference; // empty where nobody here knows the text: it was accepted as it was found
    domain::SecretFingerprint fingerprint;

    friend bool operator==(const SealedSecret &, const SealedSecret &) = default;
};

// Said by a layer that takes back what a lower one expects: the key need not be there, and where it is, its
// value does not matter.
struct NotExpected
{
    friend bool operator==(const NotExpected &, const NotExpected &) = default;
};

// What a setting is expected to be.
using ExpectedValue = std::variant<Value, SealedSecret, NotExpected>;

// As it may be shown: nothing for NotExpected.
[[nodiscard]] inline domain::ShownValue shown(const ExpectedValue &value)
{
    if (const Value *plain = std::get_if<Value>(&value))
        return *plain;
    if (const SealedSecret *secret = std::get_if<SealedSecret>(&value))
        return secret->fingerprint;
    return {};
}

} // namespace archivesmp::expectations
