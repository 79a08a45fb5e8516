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
    client::whenAnswered(_fleet.askHost(request), this,
                         [this, what, take = std::move(take)](const Result<typename Request::Reply> &reply) {
                             if (reply)
                                 take(*reply);
                             else
                                 Q_EMIT failed(what, reply.error());
                         });
}

// An error stays in the dialog, beside what was asked for.
template <typename Request, typename Take>
void JudgementController::confirm(JudgementDialog &dialog, const Request &request, Take take)
{
    dialog.showApplying();
    client::whenAnswered(
        _fleet.askHost(request), this,
        [take = std::move(take), watched = QPointer(&dialog)](const Result<typename Request::Reply> &reply) {
            if (watched != nullptr && reply)
                watched->accept();
            else if (watched != nullptr)
                watched->showError(reply.error());
            if (reply)
                take(*reply);
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
    const protocol::AcceptFindings request{idsOf(dialog.findings()), dialog.scope(), dialog.reason()};
    const QString where = placesText(dialog.findings());
    confirm(dialog, request, [this, where](const protocol::FindingsAccepted &reply) {
        const qsizetype count = reply.accepted.size();
        const QString text = count == 1 ? tr("Accepted 1 finding on %1.").arg(where)
                                        : tr("Accepted %1 findings on %2.").arg(count).arg(where);
        if (count > 0)
            remember({text, reply.version, {}, {}});
        Q_EMIT judged((count > 0 ? text : tr("Nothing was accepted.")) + leftOut(reply.refused));
    });
}

void JudgementController::applyIgnore(JudgementDialog &dialog)
{
    const protocol::IgnoreFindings request{idsOf(dialog.findings()), dialog.scope(), dialog.reason(),
                                           dialog.expiresAt()};
    confirm(dialog, request, [this](const protocol::RulesChanged &reply) {
        const QString text = reply.findings == 1 ? tr("1 finding is ignored now.")
                                                 : tr("%1 findings are ignored now.").arg(reply.findings);
        if (!reply.rules.isEmpty())
            remember({text, 0, reply.rules, {}});
        Q_EMIT judged(text + leftOut(reply.refused));
    });
}

void JudgementController::followAdded(const protocol::RulesChanged &reply)
{
    const QString text = reply.findings == 0 ? tr("A rule was added.")
        : reply.findings == 1                ? tr("A rule was added; it changes 1 finding.")
                              : tr("A rule was added; it changes %1 findings.").arg(reply.findings);
    remember({text, 0, reply.rules, {}});
    Q_EMIT judged(text);
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
    const auto undoing
        = std::make_shared<Undoing>(Undoing{deed, std::max<qsizetype>(1, deed.rules.size()), {}});
    if (deed.version > 0) {
        takeBack(undoing, protocol::UndoVersion{deed.version, tr("taken back in the console")});
    } else if (deed.rule) {
        Rule again = *deed.rule;
        again.id = {};
        takeBack(undoing, protocol::AddRule{again});
    } else {
        for (const RuleId &rule : deed.rules)
            takeBack(undoing, protocol::RemoveRule{rule, {}}, rule);
    }
}

template <typename Request>
void JudgementController::takeBack(const std::shared_ptr<Undoing> &undoing, const Request &request,
                                   const RuleId &rule)
{
    client::whenAnswered(
        _fleet.askHost(request), this, [this, undoing, rule](const Result<typename Request::Reply> &reply) {
            const bool gone = !reply && !rule.isEmpty() && reply.error().code == ErrorCode::NotFound;
            if (reply || gone)
                undoing->deed.rules.removeOne(rule);
            else
                undoing->error = reply.error();
            if (--undoing->waiting == 0)
                finish(*undoing);
        });
}

void JudgementController::finish(const Undoing &undoing)
{
    if (!undoing.error) {
        Q_EMIT judged(tr("Taken back: %1").arg(undoing.deed.text));
        return;
    }
    // Somebody was there before: it would stand in the way of what came earlier for ever.
    const bool never
        = undoing.error->code == ErrorCode::Conflict || undoing.error->code == ErrorCode::NotFound;
    if (!never)
        remember(undoing.deed);
    Q_EMIT failed(tr("Taking it back"), *undoing.error);
}

} // namespace archivesmp::app::drift
