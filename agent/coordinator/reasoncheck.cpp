// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/reasoncheck.h"

namespace archivesmp::agent::coordinator {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype longestReason = 2000;
}

Result<void> checkReason(const QString &reason)
{
    if (reason.trimmed().isEmpty())
        return Error{ErrorCode::InvalidArgument, u"a reason is needed"_s}.atField(u"reason"_s);
    if (reason.size() > longestReason)
        return Error{ErrorCode::LimitExceeded, u"the reason is too long"_s}.atField(u"reason"_s);
    return {};
}

} // namespace archivesmp::agent::coordinator
