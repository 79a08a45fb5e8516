// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/rule.h"

#include "common/domain/enumnames.h"

namespace archivesmp::domain {

using namespace Qt::StringLiterals;

namespace {
constexpr EnumNames<RuleKind, 7> kindNames{{{RuleKind::Ignore, "ignore"_L1},
                                            {RuleKind::Severity, "severity"_L1},
                                            {RuleKind::List, "list"_L1},
                                            {RuleKind::ExtraKeys, "extra_keys"_L1},
                                            {RuleKind::Secret, "secret"_L1},
                                            {RuleKind::Unique, "unique"_L1},
                                            {RuleKind::Agree, "agree"_L1}}};
constexpr EnumNames<ListMode, 3> listModeNames{
    {{ListMode::Ordered, "ordered"_L1}, {ListMode::Set, "set"_L1}, {ListMode::Keyed, "keyed"_L1}}};
} // namespace

bool changesComparison(RuleKind kind)
{
    return kind != RuleKind::Ignore && kind != RuleKind::Severity;
}

QString nameOf(RuleKind kind)
{
    return enumToName(kindNames, kind);
}

std::optional<RuleKind> ruleKindFromName(QStringView text)
{
    return enumFromName(kindNames, text);
}

QString nameOf(ListMode mode)
{
    return enumToName(listModeNames, mode);
}

std::optional<ListMode> listModeFromName(QStringView text)
{
    return enumFromName(listModeNames, text);
}

} // namespace archivesmp::domain
