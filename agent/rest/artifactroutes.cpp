// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/artifactroutes.h"

#include "agent/rest/endpoints.h"
#include "agent/rest/upload.h"

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;
using coordinator::FleetService;

namespace {

constexpr qint64 artifactLimit = qint64(256) * 1024 * 1024;

Answered put(FleetService &fleet, const ApiRequest &request)
{
    const auto wanted = sha256Of(request);
    if (!wanted)
        return answerNow(wanted.error());
    if (request.upload == nullptr)
        return answerNow(Error{ErrorCode::InvalidArgument, u"an artifact is not empty"_s});
    if (request.upload->sha256() != *wanted)
        return answerNow(
            Error{ErrorCode::Corrupt,
                  u"what came has the SHA-256 "_s + QString::fromLatin1(request.upload->sha256().toHex()),
                  {},
                  0,
                  0,
                  u"sha256"_s});
    return replyWith(fleet.putArtifact(request.user, *wanted, request.upload->path()),
                     // The file stays until the store has it.
                     [upload = request.upload, hex = QString::fromLatin1(wanted->toHex())] {
                         return jsonReply({{u"sha256"_s, hex}}, 201);
                     });
}

Answered get(FleetService &fleet, const ApiRequest &request)
{
    const auto wanted = sha256Of(request);
    if (!wanted)
        return answerNow(wanted.error());
    return replyWith(fleet.locateArtifact(*wanted), [](const QString &path) {
        ApiReply reply;
        reply.contentType = "application/octet-stream";
        reply.file = path;
        return reply;
    });
}

} // namespace

std::vector<Route> artifactRoutes(FleetService &fleet)
{
    const Access access = Access::oneOf({domain::UserRole::Operator, domain::UserRole::Agent});
    const QString path = u"/api/artifacts/{sha256}"_s;
    return {
        {.method = "PUT",
         .path = path,
         .access = access,
         .answer = [&fleet](const ApiRequest &request) { return put(fleet, request); },
         .body = BodyKind::File,
         .bodyLimit = artifactLimit,
         .bodyDeadline = std::chrono::minutes(10)},
        {.method = "GET",
         .path = path,
         .access = access,
         .answer = [&fleet](const ApiRequest &request) { return get(fleet, request); }},
    };
}

} // namespace archivesmp::agent::rest
