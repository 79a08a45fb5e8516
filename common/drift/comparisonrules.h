// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/rule.h"
#include "common/drift/valuecomparison.h"
#include "common/expectations/rulepattern.h"

#include <QHash>
#include <QString>

#include <memory>
#include <vector>

namespace archivesmp::drift {

// The rules that change how one file is compared, narrowed to those that concern it. Immutable.
class FileRules final
{
public:
    // Rules of one plugin, in the order in which they count; keeps those that concern the file.
    FileRules(const std::vector<expectations::RulePattern> &rules, const QString &file);

    [[nodiscard]] bool isEmpty() const { return _lists.empty() && _extras.empty() && _secrets.empty(); }
    [[nodiscard]] bool hasLists() const { return !_lists.empty(); }
    [[nodiscard]] bool hasExtras() const { return !_extras.empty(); }

    [[nodiscard]] ListComparison listAt(const domain::InstanceRef &instance, const KeyPath &key) const;
    // Whether an extra key is reported; a rule for a map counts for all below it.
    [[nodiscard]] bool reportsExtra(const domain::InstanceRef &instance, const KeyPath &key,
                                    bool otherwise) const;
    // Whether a rule calls the setting, or a map that it is in, a secret.
    [[nodiscard]] bool callsSecret(const domain::InstanceRef &instance, const KeyPath &key) const;

private:
    std::vector<expectations::RulePattern> _lists;
    std::vector<expectations::RulePattern> _extras;
    std::vector<expectations::RulePattern> _secrets;
};

// The same for all files of one plugin. A plugin without a name has the files that belong to none.
class ComparisonRules final
{
public:
    ComparisonRules(const QList<domain::Rule> &rules, const QString &plugin, const QDateTime &now);

    // `file` is relative to the Minecraft folder. Compiled by each call; null where no rule concerns the
    // file.
    [[nodiscard]] std::unique_ptr<const FileRules> of(const QString &file) const;

private:
    std::vector<expectations::RulePattern> _rules;
};

} // namespace archivesmp::drift
