// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/workspace.h"
#include "common/domain/rule.h"
#include "common/drift/judgement.h"

#include <functional>
#include <optional>

namespace archivesmp::agent::coordinator {

// The rules: an admin's own, and those that are shipped. Ignore and Severity rules work at once on the
// findings that are held and on those that arrive; the others become part of the expectations, which is for
// `revise` to do. Belongs to the coordinator's thread.
class Rulebook final
{
public:
    struct Revision
    {
        qint64 version = 0;
        QList<JobId> evaluations;
    };
    // Makes these rules about comparisons part of a new version of the expectations, within a transaction of
    // its own. Nothing is expected yet: version 0.
    using Revise = std::function<Result<Revision>(const domain::User &by, const QString &reason,
                                                  const QList<domain::Rule> &rules)>;

    Rulebook(const Workspace &workspace, Revise revise)
        : _workspace(workspace)
        , _revise(std::move(revise))
    { }

    [[nodiscard]] Result<void> start(); // reads them

    // As they stand: own ones and those of packs, expired ones too.
    [[nodiscard]] const QList<domain::Rule> &rules() const { return _rules; }
    // Those that belong into the expectations now.
    [[nodiscard]] QList<domain::Rule> comparisonRules() const;

    void judge(QList<domain::Finding> &findings);

    [[nodiscard]] Result<protocol::RulePage> list();
    [[nodiscard]] Result<protocol::RulePreview> preview(const protocol::PreviewRule &ask);
    [[nodiscard]] Result<protocol::RulesChanged> add(const domain::User &by, const protocol::AddRule &ask);
    [[nodiscard]] Result<protocol::RulesChanged> remove(const domain::User &by,
                                                        const protocol::RemoveRule &ask);
    [[nodiscard]] Result<protocol::RulesChanged> ignore(const domain::User &by,
                                                        const protocol::IgnoreFindings &ask);

    // Lets rules whose time is over do nothing any more, and says so.
    [[nodiscard]] Result<void> look();

    // The expectations are those of another version again: own rules about comparisons stand or are removed
    // as that version has it. To be called in a transaction; reload() once it is done.
    [[nodiscard]] Result<void> follow(const QList<domain::Rule> &ofVersion);
    [[nodiscard]] Result<void> reload();

private:
    [[nodiscard]] Result<domain::Rule> complete(const domain::User &by, domain::Rule rule) const;
    // Stores, judges what is held anew, and makes a version where one is needed.
    [[nodiscard]] Result<protocol::RulesChanged> take(const domain::User &by,
                                                      const QList<domain::Rule> &rules,
                                                      const QString &reason);
    [[nodiscard]] Result<qint64> judgeAll(Changes &changes);
    [[nodiscard]] drift::Judgement judgement() const;
    [[nodiscard]] Result<QList<domain::Rule>> read();

    const Workspace &_workspace;
    Revise _revise;
    QList<domain::Rule> _rules;
    std::optional<drift::Judgement> _judgement; // of the rules as they stand, until one expires
    QDateTime _validUntil;                      // when the next of them expires; invalid for never
};

} // namespace archivesmp::agent::coordinator
