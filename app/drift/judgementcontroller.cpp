// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/judgementcontroller.h"

#include "app/client/answer.h"
#include "app/client/fleet.h"
#include "app/drift/judgementdialog.h"
#include "common/expectations/rulepattern.h"

#include <algorithm>

namespace archivesmp::app::drift {

using namespace Qt::StringLiterals;
using client::FindingPtr;
using domain::Layer;
using domain::Rule;

namespace {

constexpr qsizetype mostDeeds = 50;
constexpr qsizetype mostPreviews = 20;

QList<FindingId> idsOf(const QList<FindingPtr> &findings)
{
    QList<FindingId> ids;
    for (const FindingPtr &finding : findings)
        ids.append(finding->id);
    return ids;
}

// The rules that the host would make, each once: to ask what they would hide.
QList<Rule> rulesFor(const JudgementDialog &dialog)
{
    using expectations::Reach;
    QList<Rule> rules;
    for (const FindingPtr &finding : dialog.findings()) {
        Rule rule;
        rule.scope = expectations::scopeOf(
            *finding, dialog.scope() == Layer::Instance ? Reach::ThisInstance : Reach::Everywhere);
        if (dialog.scope() == Layer::Server)
            rule.scope.instance = expectations::literalGlob(finding->instance.server) + u"/*"_s;
        rule.findingKinds = {finding->kind};
        rule.reason = u"preview"_s;
        if (!rules.contains(rule))
            rules.append(rule);
    }
    return rules;
}

QString leftOut(const QList<protocol::RefusedFinding> &refused)
{
    if (refused.isEmpty())
        return {};
    return u' '
        + (refused.size() == 1
               ? JudgementController::tr("1 was left as it is: %1").arg(refused.first().reason)
               : JudgementController::tr("%1 were left as they are, the first because: %2")
                     .arg(refused.size())
                     .arg(refused.first().reason));
}

} // namespace

JudgementController::JudgementController(const theme::Theme &theme, client::Fleet &fleet, QWidget *window)
    : QObject(window)
    , _theme(theme)
    , _fleet(fleet)
    , _window(window)
{ }

template <typename Request, typename Take>
void JudgementController::ask(const QString &what, const Request &request, Take take)
{
    client::Session *host = _fleet.host();
    if (host == nullptr) {
        Q_EMIT failed(
            what,
            {ErrorCode::Unavailable, tr("the host does not answer; rules and expectations are kept there")});
        return;
    }
    client::whenAnswered(host->ask(request), this,
                         [this, what, take = std::move(take)](const Result<typename Request::Reply> &reply) {
                             if (reply)
                                 take(*reply);
                             else
                                 Q_EMIT failed(what, reply.error());
                         });
}

void JudgementController::accept(const QList<FindingPtr> &findings)
{
    if (findings.isEmpty())
        return;
    auto *dialog = new JudgementDialog(_theme, JudgementDialog::Verb::Accept, findings, _window);
    connect(dialog, &JudgementDialog::confirmed, this, [this, dialog] { applyAccept(*dialog); });
    dialog->open();
}

void JudgementController::ignore(const QList<FindingPtr> &findings)
{
    if (findings.isEmpty())
        return;
    auto *dialog = new JudgementDialog(_theme, JudgementDialog::Verb::Ignore, findings, _window);
    connect(dialog, &JudgementDialog::confirmed, this, [this, dialog] { applyIgnore(*dialog); });
    connect(dialog, &JudgementDialog::scopeChanged, this, [this, dialog] { askPreview(*dialog); });
    dialog->open();
    askPreview(*dialog);
}

void JudgementController::askPreview(JudgementDialog &dialog)
{
    const QList<Rule> rules = rulesFor(dialog);
    client::Session *host = _fleet.host();
    if (host == nullptr || rules.size() > mostPreviews) {
        dialog.showPreview({});
        return;
    }
    struct Sum
    {
        qint64 findings = 0;
        qsizetype answers = 0;
    };
    const auto sum = std::make_shared<Sum>();
    const Layer scope = dialog.scope();
    const QPointer<JudgementDialog> watched(&dialog);
    for (const Rule &rule : rules) {
        client::whenAnswered(
            host->ask(protocol::PreviewRule{rule, 0}), this,
            [watched, sum, scope, all = rules.size()](const Result<protocol::RulePreview> &preview) {
                if (!preview)
                    return; // it is a courtesy; the deed itself says what is wrong
                sum->findings += preview->findings;
                if (++sum->answers < all || watched == nullptr || watched->scope() != scope)
                    return;
                watched->showPreview(sum->findings == 1
                                         ? tr("Hides 1 finding that is open now.")
                                         : tr("Hides %1 findings that are open now.").arg(sum->findings));
            });
    }
}

void JudgementController::applyAccept(JudgementDialog &dialog)
{
    client::Session *host = _fleet.host();
    if (host == nullptr) {
        dialog.showError({ErrorCode::Unavailable, tr("the host does not answer")});
        return;
    }
    dialog.showApplying();
    const protocol::AcceptFindings request{idsOf(dialog.findings()), dialog.scope(), dialog.reason()};
    const QString where = placesText(dialog.findings());
    client::whenAnswered(
        host->ask(request), this,
        [this, where, watched = QPointer(&dialog)](const Result<protocol::FindingsAccepted> &reply) {
            if (!reply) {
                if (watched != nullptr)
                    watched->showError(reply.error());
                return;
            }
            if (watched != nullptr)
                watched->accept();
            const qsizetype count = reply->accepted.size();
            const QString text = count == 1 ? tr("Accepted 1 finding on %1.").arg(where)
                                            : tr("Accepted %1 findings on %2.").arg(count).arg(where);
            if (count > 0)
                remember({text, reply->version, {}, {}});
            Q_EMIT judged((count > 0 ? text : tr("Nothing was accepted.")) + leftOut(reply->refused));
        });
}

void JudgementController::applyIgnore(JudgementDialog &dialog)
{
    client::Session *host = _fleet.host();
    if (host == nullptr) {
        dialog.showError({ErrorCode::Unavailable, tr("the host does not answer")});
        return;
    }
    dialog.showApplying();
    const protocol::IgnoreFindings request{idsOf(dialog.findings()), dialog.scope(), dialog.reason(),
                                           dialog.expiresAt()};
    client::whenAnswered(host->ask(request), this,
                         [this, watched = QPointer(&dialog)](const Result<protocol::RulesChanged> &reply) {
                             if (!reply) {
                                 if (watched != nullptr)
                                     watched->showError(reply.error());
                                 return;
                             }
                             if (watched != nullptr)
                                 watched->accept();
                             const QString text = reply->findings == 1
                                 ? tr("1 finding is ignored now.")
                                 : tr("%1 findings are ignored now.").arg(reply->findings);
                             if (!reply->rules.isEmpty())
                                 remember({text, 0, reply->rules, {}});
                             Q_EMIT judged(text + leftOut(reply->refused));
                         });
}

void JudgementController::removeRule(const Rule &rule)
{
    ask(tr("Removing the rule"), protocol::RemoveRule{rule.id, {}},
        [this, rule](const protocol::RulesChanged &) {
            const QString text = tr("A rule was removed.");
            remember({text, 0, {}, rule});
            Q_EMIT judged(text);
        });
}

void JudgementController::undoVersion(qint64 version, const QString &reason)
{
    ask(tr("Taking version %1 back").arg(version), protocol::UndoVersion{version, reason},
        [this, version](const protocol::VersionUndone &undone) {
            const QString text = tr("Version %1 was taken back.").arg(version);
            remember({text, undone.version, {}, {}});
            Q_EMIT judged(text);
        });
}

void JudgementController::remember(Deed deed)
{
    _deeds.append(std::move(deed));
    if (_deeds.size() > mostDeeds)
        _deeds.removeFirst();
}

QString JudgementController::nextUndo() const
{
    return _deeds.isEmpty() ? QString() : _deeds.last().text;
}

void JudgementController::undo()
{
    if (_deeds.isEmpty())
        return;
    const Deed deed = _deeds.takeLast();
    const QString what = tr("Taking it back");
    const QString done = tr("Taken back: %1").arg(deed.text);
    if (deed.version > 0) {
        ask(what, protocol::UndoVersion{deed.version, tr("taken back in the console")},
            [this, done](const protocol::VersionUndone &) { Q_EMIT judged(done); });
        return;
    }
    if (deed.rule) {
        Rule again = *deed.rule;
        again.id = {};
        ask(what, protocol::AddRule{again},
            [this, done](const protocol::RulesChanged &) { Q_EMIT judged(done); });
        return;
    }
    const auto left = std::make_shared<qsizetype>(deed.rules.size());
    for (const RuleId &rule : deed.rules) {
        ask(what, protocol::RemoveRule{rule, {}}, [this, done, left](const protocol::RulesChanged &) {
            if (--*left == 0)
                Q_EMIT judged(done);
        });
    }
}

} // namespace archivesmp::app::drift
