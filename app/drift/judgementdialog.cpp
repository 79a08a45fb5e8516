// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/judgementdialog.h"

#include "app/drift/findingtext.h"
#include "app/theme/theme.h"
#include "app/widgets/reasonfield.h"
#include "app/widgets/segmentedcontrol.h"
#include "app/widgets/textlabel.h"

#include <QFormLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace archivesmp::app::drift {

using namespace Qt::StringLiterals;
using client::FindingPtr;
using domain::Layer;
using widgets::plainLabel;

namespace {

constexpr int mostRows = 6;

QSet<QString> namesOf(const QList<FindingPtr> &findings, QString domain::InstanceRef::*member)
{
    QSet<QString> names;
    for (const FindingPtr &finding : findings)
        names.insert(finding->instance.*member);
    return names;
}

QString wordsFor(JudgementDialog::Verb verb, qsizetype count)
{
    if (verb == JudgementDialog::Verb::Accept)
        return count == 1 ? JudgementDialog::tr("Accept 1 finding")
                          : JudgementDialog::tr("Accept %1 findings").arg(count);
    return count == 1 ? JudgementDialog::tr("Ignore 1 finding")
                      : JudgementDialog::tr("Ignore %1 findings").arg(count);
}

} // namespace

QString placesText(const QList<FindingPtr> &findings)
{
    QSet<domain::InstanceRef> instances;
    for (const FindingPtr &finding : findings)
        instances.insert(finding->instance);
    return instances.size() == 1 ? instances.begin()->name
                                 : JudgementDialog::tr("%1 instances").arg(instances.size());
}

JudgementDialog::JudgementDialog(const theme::Theme &theme, Verb verb, QList<FindingPtr> findings,
                                 QWidget *parent)
    : DecisionDialog(theme, verb == Verb::Accept ? tr("Accept what is there") : tr("Ignore findings"), parent)
    , _verb(verb)
    , _findings(std::move(findings))
    , _scope(new widgets::SegmentedControl(this))
    , _reason(widgets::reasonField(tr("why this is right; others will read it"), this))
    , _until(new widgets::UntilBox(this))
    , _preview(plainLabel({}, this))
{
    Q_ASSERT(!_findings.isEmpty());
    fillScopes();
    setUpLayout();
    connect(_scope, &widgets::SegmentedControl::currentChanged, this, [this] {
        updateDeed();
        Q_EMIT scopeChanged();
    });
    connect(_reason, &QLineEdit::textChanged, this, &JudgementDialog::updateDeed);
    updateDeed();
    _reason->setFocus();
}

void JudgementDialog::fillScopes()
{
    const QSet<QString> servers = namesOf(_findings, &domain::InstanceRef::server);
    const QString server = servers.size() == 1 ? *servers.begin() : tr("their servers");
    const QString instance = placesText(_findings);
    _scope->setChoices({{nameOf(Layer::Instance), instance},
                        {nameOf(Layer::Server), server},
                        {nameOf(Layer::Universal), tr("All instances")}});
    _scope->setAccessibleName(tr("Where it holds"));
}

void JudgementDialog::setUpLayout()
{
    const bool accepts = _verb == Verb::Accept;
    setMeaning(accepts ? tr("What is there becomes what is expected. Nothing is written on the server.")
                       : tr("A rule hides it, and a fix leaves the setting alone."));
    content().addWidget(makeFindings());
    QFormLayout *form = addForm();
    form->addRow(tr("For"), _scope);
    form->addRow(tr("&Reason"), _reason);
    if (accepts)
        _until->hide();
    else
        form->addRow(tr("&Until"), _until);
    _preview->setProperty("ink", u"secondary"_s);
    _preview->setAccessibleName(tr("What it would do"));
    _preview->setWordWrap(true);
    _preview->setVisible(false);
    content().addWidget(_preview);
    resize(theme().spacing(150), sizeHint().height());
}

QWidget *JudgementDialog::makeFindings()
{
    auto *list = new QWidget(this);
    auto *grid = new QGridLayout(list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme().spacing(3));
    grid->setVerticalSpacing(theme().spacing(1));
    grid->setColumnStretch(2, 1);
    const auto rows = static_cast<int>(std::min<qsizetype>(_findings.size(), mostRows));
    for (int row = 0; row < rows; ++row) {
        const domain::Finding &finding = *_findings.at(row);
        QLabel *place = plainLabel(finding.instance.name, list);
        place->setToolTip(finding.instance.toString());
        grid->addWidget(place, row, 0);
        grid->addWidget(plainLabel(finding.plugin, list), row, 1);
        QLabel *change = plainLabel(
            subjectText(finding) + u": "_s + expectedText(finding) + u" → "_s + actualText(finding), list);
        change->setFont(theme().fixedFont());
        change->setWordWrap(true);
        change->setToolTip(finding.file);
        grid->addWidget(change, row, 2);
    }
    if (_findings.size() > rows) {
        QLabel *more = plainLabel(tr("and %1 more").arg(_findings.size() - rows), list);
        more->setProperty("ink", u"secondary"_s);
        grid->addWidget(more, rows, 0, 1, 3);
    }
    return list;
}

Layer JudgementDialog::scope() const
{
    return domain::layerFromName(_scope->current()).value_or(Layer::Instance);
}

void JudgementDialog::setScope(Layer scope)
{
    _scope->setCurrent(nameOf(scope));
}

QString JudgementDialog::reason() const
{
    return _reason->text().trimmed();
}

void JudgementDialog::setReason(const QString &reason)
{
    _reason->setText(reason);
}

std::optional<QDateTime> JudgementDialog::expiresAt() const
{
    return _verb == Verb::Accept ? std::nullopt : _until->end();
}

void JudgementDialog::updateDeed()
{
    const QString where = scope() == Layer::Universal ? tr("everywhere")
        : scope() == Layer::Server                    ? tr("on %1").arg(
                                 QStringList(namesOf(_findings, &domain::InstanceRef::server).values()).join(u", "_s))
                                   : tr("on %1").arg(placesText(_findings));
    setDeed(wordsFor(_verb, _findings.size()) + u' ' + where,
            reason().isEmpty() ? tr("Say why first.") : QString());
}

void JudgementDialog::showPreview(const QString &text)
{
    _preview->setText(text);
    _preview->setVisible(!text.isEmpty());
}

} // namespace archivesmp::app::drift
