// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/error.h"

#include "common/core/textescape.h"

#include <array>

namespace archivesmp {

using namespace Qt::StringLiterals;

namespace {

struct CodeName
{
    ErrorCode code;
    QLatin1StringView name;
};

constexpr std::array codeNames{
    CodeName{ErrorCode::InvalidArgument, "invalid_argument"_L1},
    CodeName{ErrorCode::InvalidInput, "invalid_input"_L1},
    CodeName{ErrorCode::UnsupportedFormat, "unsupported_format"_L1},
    CodeName{ErrorCode::NotFound, "not_found"_L1},
    CodeName{ErrorCode::AlreadyExists, "already_exists"_L1},
    CodeName{ErrorCode::Conflict, "conflict"_L1},
    CodeName{ErrorCode::PermissionDenied, "permission_denied"_L1},
    CodeName{ErrorCode::Unauthenticated, "unauthenticated"_L1},
    CodeName{ErrorCode::LimitExceeded, "limit_exceeded"_L1},
    CodeName{ErrorCode::Unavailable, "unavailable"_L1},
    CodeName{ErrorCode::Timeout, "timeout"_L1},
    CodeName{ErrorCode::Busy, "busy"_L1},
    CodeName{ErrorCode::Cancelled, "cancelled"_L1},
    CodeName{ErrorCode::Unsupported, "unsupported"_L1},
    CodeName{ErrorCode::NoSpace, "no_space"_L1},
    CodeName{ErrorCode::Corrupt, "corrupt"_L1},
    CodeName{ErrorCode::Internal, "internal"_L1},
};

} // namespace

Error Error::inFile(const QString &path) const
{
    Error copy = *this;
    if (copy.file.isEmpty())
        copy.file = path;
    return copy;
}

Error Error::atField(const QString &path) const
{
    Error copy = *this;
    if (copy.field.isEmpty())
        copy.field = path;
    return copy;
}

Error Error::because(const QString &what) const
{
    Error copy = *this;
    copy.message = what + u": "_s + message;
    return copy;
}

QString describe(const Error &error)
{
    QString text;
    if (!error.file.isEmpty()) {
        text += error.file;
        if (error.line > 0)
            text += u':' + QString::number(error.line);
        if (error.line > 0 && error.column > 0)
            text += u':' + QString::number(error.column);
        text += u": "_s;
    } else if (error.line > 0) {
        text += u"line "_s + QString::number(error.line);
        if (error.column > 0)
            text += u", column "_s + QString::number(error.column);
        text += u": "_s;
    }
    if (!error.field.isEmpty())
        text += error.field + u": "_s;
    text += error.message;
    if (!error.remedy.isEmpty())
        text += u"; "_s + error.remedy;
    return escapedForDisplay(text);
}

QString nameOf(ErrorCode code)
{
    for (const CodeName &entry : codeNames) {
        if (entry.code == code)
            return entry.name;
    }
    return u"internal"_s;
}

ErrorCode errorCodeFromName(QStringView text)
{
    for (const CodeName &entry : codeNames) {
        if (text == entry.name)
            return entry.code;
    }
    return ErrorCode::Internal;
}

bool isTransient(ErrorCode code)
{
    return code == ErrorCode::Unavailable || code == ErrorCode::Timeout || code == ErrorCode::Busy;
}

} // namespace archivesmp
