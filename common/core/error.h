// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong, where, and what to do about it.
#pragma once

#include <QString>

namespace archivesmp {

// The class of an error decides how its caller reacts: only Unavailable, Timeout and Busy are worth a retry.
enum class ErrorCode {
    InvalidArgument,   // the caller asked for something that cannot be
    InvalidInput,      // a file, message or field does not hold what it must
    UnsupportedFormat, // understood well enough to know that it is not understood
    NotFound,
    AlreadyExists,
    Conflict,         // the thing changed meanwhile, or somebody else has it
    PermissionDenied, // the operating system or a right says no
    Unauthenticated,
    LimitExceeded, // too large, too deep, too many
    Unavailable,   // the other side does not answer
    Timeout,
    Busy,
    Cancelled,
    Unsupported, // this version does not know the request
    NoSpace,
    Corrupt, // a checksum or signature does not fit
    Internal,
};

// An error as it is shown to a person: "host-config.yaml:12:3: redis.port: port out of range: 70000; use 1 to
// 65535". Lines and columns are 1-based, 0 where there is none. No field ever holds a secret.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString file = {};
    int line = 0;
    int column = 0;
    QString field = {};  // the path of the setting or member concerned
    QString remedy = {}; // what to do about it, as an imperative

    [[nodiscard]] Error inFile(const QString &path) const;  // fills file where it is empty
    [[nodiscard]] Error atField(const QString &path) const; // fills field where it is empty
    [[nodiscard]] Error because(const QString &what) const; // "what: message"

    friend bool operator==(const Error &, const Error &) = default;
};

// One line, control characters escaped.
[[nodiscard]] QString describe(const Error &error);

// "invalid_input" and so on: the spelling in JSON and in logs.
[[nodiscard]] QString nameOf(ErrorCode code);
[[nodiscard]] ErrorCode errorCodeFromName(QStringView text); // unknown text is Internal

// Whether a later attempt can succeed without anybody changing anything.
[[nodiscard]] bool isTransient(ErrorCode code);

} // namespace archivesmp
