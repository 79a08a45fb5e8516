// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/user.h"

#include "common/domain/enumnames.h"

namespace archivesmp::domain {

using namespace Qt::StringLiterals;

namespace {
constexpr EnumNames<UserRole, 5> roleNames{{{UserRole::Viewer, "viewer"_L1},
                                            {UserRole::Operator, "operator"_L1},
                                            {UserRole::Approver, "approver"_L1},
                                            {UserRole::Admin, "admin"_L1},
                                            {UserRole::Agent, "agent"_L1}}};
}

bool mayActAs(UserRole role, UserRole needed)
{
    if (role == UserRole::Agent || needed == UserRole::Agent)
        return role == needed;
    return role >= needed;
}

QString nameOf(UserRole role)
{
    return enumToName(roleNames, role);
}

std::optional<UserRole> userRoleFromName(QStringView text)
{
    return enumFromName(roleNames, text);
}

} // namespace archivesmp::domain
