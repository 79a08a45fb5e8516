// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/localdeeds.h"

#include "common/core/textescape.h"

#include <QLoggingCategory>
#include <QRegularExpression>

namespace archivesmp::agent::coordinator {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcLocalDeeds, "archivesmp.localdeeds", QtInfoMsg)

constexpr qsizetype longestName = 100; // as the column
constexpr qsizetype longestDetail = 1000;

// Not done by anybody, but found in what feeds the agent.
bool isAlarm(const protocol::LocalDeed &deed)
{
    return deed.action.startsWith("feed."_L1);
}

Result<void> check(const domain::User &by, const protocol::LocalDeed &deed)
{
    static const QRegularExpression action(u"^(job|feed)\\.[a-z_]{1,40}$"_s);
    static const QRegularExpression job(u"^[0-9a-f-]{36}$"_s);
    if (deed.server != by.server || by.server.isEmpty())
        return Error{ErrorCode::PermissionDenied, u"this key does not speak for that server"_s}.atField(
            u"server"_s);
    if (!action.match(deed.action).hasMatch())
        return Error{ErrorCode::InvalidArgument, u"not what an agent tells"_s}.atField(u"action"_s);
    if (!job.match(deed.job.toString()).hasMatch())
        return Error{ErrorCode::InvalidArgument, u"not the id of a job"_s}.atField(u"job"_s);
    if (deed.actor.isEmpty() || deed.actor.size() > longestName)
        return Error{ErrorCode::InvalidArgument, u"not the name of a key"_s}.atField(u"actor"_s);
    if (deed.detail.size() > longestDetail)
        return Error{ErrorCode::LimitExceeded, u"longer than 1,000 characters"_s}.atField(u"detail"_s);
    if (!deed.at.isValid())
        return Error{ErrorCode::InvalidArgument, u"no time"_s}.atField(u"at"_s);
    return {};
}

} // namespace

Result<void> LocalDeeds::record(const domain::User &by, const protocol::LocalDeed &deed)
{
    if (const auto fits = check(by, deed); !fits)
        return fits;
    AuditStore &audit = _workspace.stores.audit();
    return _workspace.stores.transaction([&]() -> Result<void> {
        const auto known = audit.contains(deed.action, deed.job.toString());
        if (!known)
            return known.error();
        if (*known)
            return {};
        if (isAlarm(deed))
            qCCritical(lcLocalDeeds).noquote()
                << deed.action << escapedForDisplay(deed.detail) << u"server="_s + by.server;
        const QString where = isAlarm(deed) ? u" (told by "_s : u" (at the door of "_s;
        return audit.add(
            {deed.at, deed.actor, deed.action, deed.job.toString(), deed.detail + where + by.server + u')'});
    });
}

} // namespace archivesmp::agent::coordinator
