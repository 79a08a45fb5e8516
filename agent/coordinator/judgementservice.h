// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/protocol/fleetmessages.h"

#include <QFuture>

namespace archivesmp::agent::coordinator {

// The calls about what is expected and how findings are judged. Only the host knows of either: whoever is
// none leaves them as they are here, and they say so.
class JudgementService
{
public:
    virtual ~JudgementService() = default;

#define ARCHIVESMP_CALL(Request)                                                                             \
    [[nodiscard]] virtual QFuture<Result<protocol::Request::Reply>> answer(const domain::User &,             \
                                                                           const protocol::Request &)        \
    {                                                                                                        \
        return onlyTheHost<protocol::Request::Reply>();                                                      \
    }
    ARCHIVESMP_CALL(AcceptFindings)
    ARCHIVESMP_CALL(IgnoreFindings)
    ARCHIVESMP_CALL(ListRules)
    ARCHIVESMP_CALL(PreviewRule)
    ARCHIVESMP_CALL(AddRule)
    ARCHIVESMP_CALL(RemoveRule)
    ARCHIVESMP_CALL(ListVersions)
    ARCHIVESMP_CALL(UndoVersion)
    ARCHIVESMP_CALL(ExportExpectations)
    ARCHIVESMP_CALL(ListAliases)
    ARCHIVESMP_CALL(GetSettingCard)
#undef ARCHIVESMP_CALL

private:
    template <typename Reply>
    [[nodiscard]] static QFuture<Result<Reply>> onlyTheHost()
    {
        return QtFuture::makeReadyFuture(
            Result<Reply>(Error{ErrorCode::Unsupported,
                                QStringLiteral("only the host knows what is expected of the fleet"),
                                {},
                                0,
                                0,
                                {},
                                QStringLiteral("ask the host's agent")}));
    }
};

} // namespace archivesmp::agent::coordinator
