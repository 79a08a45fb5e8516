// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/workspace.h"
#include "common/domain/rule.h"
#include "common/drift/judgement.h"
#include "common/expectations/rulereader.h"

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
        std::function<void()> whenStored = [] {}; // to be called when the transaction is committed
    };
    // Makes these rules about comparisons part of a new version of the expectations, within the transaction
    // that is under way. Nothing is expected yet: version 0.
    using Revise = std::function<Result<Revision>(Changes &changes, const domain::User &by,
                                                  const QString &reason, const QList<domain::Rule> &rules)>;

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

    // The rules of a file take the place of those that a file brought before, and its packs_off of what was
    // off. To be called in a transaction; reload() once it is done. The rules that belong into the
    // expectations then.
    [[nodiscard]] Result<QList<domain::Rule>> import(Changes &changes, const domain::User &by,
                                                     const expectations::RuleFile &file);

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
    // The end of every change of rules: what is held is judged by the rules that are stored now, and what is
    // expected follows them where the change bears on comparisons.
    enum class Bearing { Judging, Comparing };
    struct Settled
    {
        qint64 findings = 0;
        Revision revision = {};
    };
    [[nodiscard]] Result<Settled> settle(Changes &changes, const domain::User &by, const QString &reason,
                                         Bearing bearing);
    [[nodiscard]] Result<protocol::RulesChanged> settled(const Result<Settled> &done,
                                                         const QList<RuleId> &rules);
    [[nodiscard]] Result<void> note(const domain::User &by, const QString &action, const domain::Rule &rule);
    [[nodiscard]] Result<qint64> judgeAll(Changes &changes, const QList<domain::Rule> &rules);
    [[nodiscard]] QList<domain::Rule> comparisonRulesOf(const QList<domain::Rule> &rules) const;
    [[nodiscard]] drift::Judgement judgement() const;
    [[nodiscard]] Result<QList<domain::Rule>> read();

    const Workspace &_workspace;
    Revise _revise;
    QList<domain::Rule> _rules;
    std::optional<drift::Judgement> _judgement; // of the rules as they stand, until one expires
    QDateTime _validUntil;                      // when the next of them expires; invalid for never
};

} // namespace archivesmp::agent::coordinator
