// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/rule.h"
#include "common/expectations/glob.h"

#include <QList>

#include <vector>

namespace archivesmp::expectations {

// One rule with its scope compiled.
class RulePattern final
{
public:
    explicit RulePattern(domain::Rule rule);

    [[nodiscard]] const domain::Rule &rule() const { return _rule; }

    // What has no plugin, file or key fits no pattern for one.
    [[nodiscard]] bool fitsPlugin(QStringView plugin) const { return _plugin.fits(plugin); }
    [[nodiscard]] bool fitsFile(QStringView file) const; // relative to the Minecraft folder
    [[nodiscard]] bool fitsKey(const KeyPath &key) const;
    [[nodiscard]] bool fitsKeyOrAbove(const KeyPath &key) const; // the key or a map that it is in
    [[nodiscard]] bool fitsInstance(const domain::InstanceRef &instance) const;

    // All four.
    [[nodiscard]] bool fits(const domain::Finding &finding) const;

    [[nodiscard]] const Glob &plugin() const { return _plugin; }
    [[nodiscard]] const Glob &file() const { return _file; }
    [[nodiscard]] const Glob &key() const { return _key; }

    // Rules that say more literally come first among those that fit.
    [[nodiscard]] int literalCharacters() const;

private:
    domain::Rule _rule;
    Glob _plugin;
    Glob _file;
    Glob _key;
    Glob _instance;
};

[[nodiscard]] bool hasExpired(const domain::Rule &rule, const QDateTime &now);

// Those that have not expired, in the order in which they count where several fit: an admin's own before
// those of packs, then the ones whose patterns have more literal characters, then the older, then by id. It
// does not depend on the order of `rules`.
[[nodiscard]] std::vector<RulePattern> rulesInForce(const QList<domain::Rule> &rules, const QDateTime &now);

// What an Ignore or Severity rule for exactly this finding is about; everywhere: on every instance that has
// the same one. A finding without a key needs the rule to name its kind too, because an empty pattern fits
// all keys of the file.
enum class Reach { ThisInstance, Everywhere };
[[nodiscard]] domain::RuleScope scopeOf(const domain::Finding &finding, Reach reach);

} // namespace archivesmp::expectations
