// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace archivesmp::domain {

// In rising order: each may do what the ones before may. Agent is apart: it claims and reports, and nothing
// else.
enum class UserRole { Viewer, Operator, Approver, Admin, Agent };

// Who is behind a key.
struct User
{
    QString name;
    UserRole role = UserRole::Viewer;
    QString server; // of an Agent: the physical server that it speaks for

    friend bool operator==(const User &, const User &) = default;
};

// Whether `role` may do what `needed` asks for.
[[nodiscard]] bool mayActAs(UserRole role, UserRole needed);

[[nodiscard]] QString nameOf(UserRole role);
[[nodiscard]] std::optional<UserRole> userRoleFromName(QStringView text);

} // namespace archivesmp::domain
