// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/findingdetail.h"

#include "app/drift/findingtext.h"
#include "app/drift/layercard.h"
#include "app/theme/theme.h"
#include "app/widgets/agetext.h"
#include "app/widgets/diffview.h"
#include "app/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QScrollBar>
#include <QSplitter>
#include <QToolButton>

namespace archivesmp::app::drift {

using namespace Qt::StringLiterals;
using widgets::DiffLine;
using widgets::DiffView;
using widgets::plainLabel;

widgets::DiffSides sidesOf(const domain::Finding &finding)
{
    if (finding.fix && !finding.fix->hunk.isEmpty())
        return sideBySide(widgets::parseUnifiedDiff(finding.fix->hunk));
    const QString name = finding.key.isEmpty() ? subjectText(finding) : finding.key.toString();
    const auto line = [&](DiffLine::Kind kind, int number, const QString &value) {
        if (value.isEmpty())
            return DiffLine{DiffLine::Kind::Filler, 0, {}};
        const QString start = name + u": "_s;
        return DiffLine{kind, number, start + value, static_cast<int>(start.size()),
                        static_cast<int>(value.size())};
    };
    widgets::DiffSides sides{{line(DiffLine::Kind::Added, 0, expectedText(finding))},
                             {line(DiffLine::Kind::Removed, finding.line, actualText(finding))}};
    if (isAbsent(finding.expected) && !sides.expected.first().text.isEmpty())
        sides.expected = {{DiffLine::Kind::Note, 0, expectedText(finding)}};
    if (isAbsent(finding.actual) && !actualText(finding).isEmpty())
        sides.actual = {{DiffLine::Kind::Note, 0, actualText(finding)}};
    return sides;
}

QString whyNotFixable(const domain::Finding &finding)
{
    if (!domain::isFixable(finding.kind))
        return remedyText(finding.kind);
    if (finding.fix && !finding.fix->refusal.isEmpty())
        return FindingDetail::tr("Not fixable from here: %1").arg(finding.fix->refusal);
    return {};
}

FindingDetail::FindingDetail(const theme::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _breadcrumb(plainLabel({}, this))
    , _place(plainLabel({}, this))
    , _position(plainLabel({}, this))
    , _previous(new QToolButton(this))
    , _next(new QToolButton(this))
    , _expectedHeading(plainLabel({}, this))
    , _actualHeading(plainLabel({}, this))
    , _expected(new DiffView(theme, this))
    , _actual(new DiffView(theme, this))
    , _card(new LayerCard(theme, this))
{
    _expected->setAccessibleName(tr("Expected"));
    _actual->setAccessibleName(tr("Actual"));
    connect(_expected->verticalScrollBar(), &QScrollBar::valueChanged, _actual->verticalScrollBar(),
            &QScrollBar::setValue);
    connect(_actual->verticalScrollBar(), &QScrollBar::valueChanged, _expected->verticalScrollBar(),
            &QScrollBar::setValue);
    auto *panes = new QSplitter(Qt::Horizontal, this);
    panes->setChildrenCollapsible(false);
    panes->addWidget(makePane(_expectedHeading, _expected));
    panes->addWidget(makePane(_actualHeading, _actual));
    auto *left = new QWidget(this);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTopRow());
    column->addWidget(panes, 1);
    auto *split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->addWidget(left);
    split->addWidget(_card);
    split->setStretchFactor(0, 1);
    split->setSizes({theme.spacing(210), theme.spacing(76)});
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
    connect(_card, &LayerCard::fixRequested, this, &FindingDetail::fixRequested);
    connect(_card, &LayerCard::acceptRequested, this, &FindingDetail::acceptRequested);
    connect(_card, &LayerCard::ignoreRequested, this, &FindingDetail::ignoreRequested);
}

QWidget *FindingDetail::makeTopRow()
{
    auto *row = new QWidget(this);
    row->setProperty("ground", u"surface"_s);
    row->setProperty("edge", u"bottom"_s);
    row->setAttribute(Qt::WA_StyledBackground);
    row->setObjectName(u"breadcrumbRow"_s);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(_theme.spacing(3), 0, _theme.spacing(2), 0);
    layout->setSpacing(_theme.spacing(1));
    row->setFixedHeight(_theme.rowHeight(theme::Theme::Row::Server) + 2);
    for (QLabel *label : {_breadcrumb, _position})
        label->setProperty("ink", u"secondary"_s);
    _place->setFont(_theme.fixedFont());
    _place->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(_breadcrumb);
    layout->addWidget(_place, 1);
    const auto addStep = [&](QToolButton *button, const QString &icon, const QString &name, int by) {
        const auto paint = [this, button, icon] { button->setIcon(_theme.icon(icon)); };
        paint();
        connect(&_theme, &theme::Theme::changed, button, paint);
        button->setAccessibleName(name);
        button->setToolTip(name);
        connect(button, &QToolButton::clicked, this, [this, by] { Q_EMIT stepRequested(by); });
    };
    addStep(_previous, u"previous"_s, tr("Previous finding"), -1);
    addStep(_next, u"next"_s, tr("Next finding"), 1);
    layout->addWidget(_previous);
    layout->addWidget(_position);
    layout->addWidget(_next);
    return row;
}

QWidget *FindingDetail::makePane(QLabel *heading, DiffView *view)
{
    auto *pane = new QWidget(this);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    heading->setProperty("ground", u"alternate"_s);
    heading->setFont(_theme.strongFont());
    heading->setContentsMargins(_theme.spacing(3), 0, 0, 0);
    heading->setFixedHeight(_theme.rowHeight(theme::Theme::Row::Table) + 2);
    heading->setMinimumWidth(_theme.spacing(20));
    layout->addWidget(heading);
    layout->addWidget(view, 1);
    return pane;
}

void FindingDetail::setFinding(const client::FindingPtr &finding, int row, int rows)
{
    const bool another = _finding == nullptr || finding == nullptr || _finding->id != finding->id;
    _finding = finding;
    setVisible(finding != nullptr);
    if (finding == nullptr)
        return;
    const QString arrow = u" › "_s;
    QStringList crumbs{finding->instance.server, finding->instance.name};
    if (!finding->plugin.isEmpty())
        crumbs.append(finding->plugin);
    _breadcrumb->setText(crumbs.join(arrow) + (finding->file.isEmpty() ? QString() : arrow));
    const QString file = finding->file.section(u'/', -1);
    _place->setText(finding->line > 0 ? file + u" : "_s + QString::number(finding->line) : file);
    _place->setToolTip(finding->file);
    _position->setText(tr("%1 of %2").arg(row + 1).arg(rows));
    _breadcrumb->parentWidget()->layout()->activate(); // in this frame, not in the next
    _previous->setEnabled(row > 0);
    _next->setEnabled(row + 1 < rows);
    const widgets::DiffSides sides = sidesOf(*finding);
    _expected->setLines(sides.expected);
    _actual->setLines(sides.actual);
    _card->setFinding(*finding, whyNotFixable(*finding));
    if (another)
        _card->setLayersUnknown({});
    showHeadings(finding->lastSeen);
}

void FindingDetail::showHeadings(const QDateTime &readAt)
{
    const QString layer
        = _finding->layer ? tr(" · %1 layer").arg(layerText(*_finding->layer).toLower()) : QString();
    _expectedHeading->setText(tr("Expected") + layer);
    const QString age = widgets::agoText(readAt, QDateTime::currentDateTimeUtc());
    _actualHeading->setText(tr("Actual") + (age.isEmpty() ? QString() : tr(" · read %1").arg(age)));
    _actualHeading->setToolTip(widgets::exactTimeText(readAt));
}

void FindingDetail::setDetail(const protocol::FindingDetail &detail)
{
    if (_finding == nullptr || detail.finding.id != _finding->id)
        return;
    _card->setLayers(*_finding, detail.layers);
    _card->setStory(detail.story);
    _card->layout()->activate();
    showHeadings(detail.readAt.isValid() ? detail.readAt : _finding->lastSeen);
}

void FindingDetail::setHostReason(const QString &whyNot)
{
    _card->setHostReason(whyNot);
}

void FindingDetail::setDetailError(const Error &error)
{
    _card->setLayersUnknown(tr("The layers are not known at this moment: %1").arg(describe(error)));
}

} // namespace archivesmp::app::drift
