// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/apimessage.h"

#include "common/core/textescape.h"

#include <QJsonDocument>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;

int statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return 400;
    case ErrorCode::Unauthenticated:
        return 401;
    case ErrorCode::PermissionDenied:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::AlreadyExists:
    case ErrorCode::Conflict:
        return 409;
    case ErrorCode::Cancelled:
        return 410;
    case ErrorCode::LimitExceeded:
        return 413;
    case ErrorCode::InvalidInput:
    case ErrorCode::UnsupportedFormat:
    case ErrorCode::Unsupported:
    case ErrorCode::Corrupt:
        return 422;
    case ErrorCode::Unavailable:
    case ErrorCode::Busy:
        return 503;
    case ErrorCode::Timeout:
        return 504;
    case ErrorCode::NoSpace:
        return 507;
    case ErrorCode::Internal:
        return 500;
    }
    return 500;
}

ApiReply jsonReply(const QJsonObject &json, int status)
{
    ApiReply reply;
    reply.status = status;
    reply.body = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return reply;
}

ApiReply errorReply(const Error &error, int status)
{
    QJsonObject body{{u"code"_s, nameOf(error.code)}, {u"message"_s, escapedForDisplay(error.message)}};
    if (!error.field.isEmpty())
        body.insert(u"field"_s, error.field);
    if (!error.remedy.isEmpty())
        body.insert(u"remedy"_s, error.remedy);
    ApiReply reply = jsonReply({{u"error"_s, body}}, status);
    if (status == 401)
        reply.headers.emplaceBack("WWW-Authenticate", "Bearer");
    if (status == 503)
        reply.headers.emplaceBack("Retry-After", "5");
    return reply;
}

ApiReply errorReply(const Error &error)
{
    return errorReply(error, statusOf(error.code));
}

} // namespace archivesmp::agent::rest
