// SPDX-License-Identifier: GPL-3.0-or-later
// Rules as people write them: rules.yaml beside the expectations, and the shipped packs. The members are
// those of the JSON interface.
#pragma once

#include "common/config/configdocument.h"
#include "common/core/result.h"
#include "common/domain/rule.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::expectations {

// One rule of a document, strictly: a member that nobody knows, or that has no meaning for this kind of rule,
// is an error with its line and field.
[[nodiscard]] Result<domain::Rule> readRule(const config::ConfigDocument &document,
                                            config::ConfigDocument::NodeIndex node);

// An admin's file.
struct RuleFile
{
    QList<domain::Rule> rules;
    QStringList packsOff; // shipped packs, or single rules of them, that shall not apply

    friend bool operator==(const RuleFile &, const RuleFile &) = default;
};

// "rules:" and a list of them, and optionally "packs_off:", in YAML. A rule without an id gets
// "<file>:<line>". Errors name `file`, line, column and field.
[[nodiscard]] Result<RuleFile> readRules(const QByteArray &yaml, const QString &file);

// The same with "pack:", the pack's name, and optionally "plugin:", the plugin of the rules that name none
// themselves. Each rule has a "name" there: its id is "pack/<pack>/<name>".
[[nodiscard]] Result<QList<domain::Rule>> readRulePack(const QByteArray &yaml, const QString &file);

} // namespace archivesmp::expectations
