// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/deployments/plandialog.h"

#include "app/deployments/plandiff.h"
#include "app/theme/theme.h"
#include "app/widgets/diffview.h"
#include "app/widgets/elidedlabel.h"
#include "app/widgets/glyph.h"
#include "app/widgets/marklabel.h"
#include "app/widgets/reasonfield.h"
#include "app/widgets/textlabel.h"

#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

namespace archivesmp::app::deployments {

using namespace Qt::StringLiterals;
using domain::PlanTarget;
using widgets::plainLabel;

PlanDialog::PlanDialog(const theme::Theme &theme, domain::Plan plan, const JobLookup &jobOf, QWidget *parent)
    : QDialog(parent)
    , _theme(theme)
    , _plan(std::move(plan))
    , _state(plainLabel({}, this))
    , _reason(widgets::reasonField(tr("Why (kept with the job)"), this))
    , _apply(new QPushButton(_plan.title, this))
    , _close(new QPushButton(tr("Close"), this))
{
    setWindowTitle(_plan.title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *middle = new QSplitter(Qt::Horizontal, this);
    middle->setChildrenCollapsible(false);
    middle->addWidget(makeTargets());
    middle->addWidget(makeChanges(jobOf));
    middle->setSizes({theme.spacing(93), theme.spacing(160)});
    middle->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeTop());
    layout->addWidget(middle, 1);
    layout->addWidget(makeBottom());
    resize(theme.spacing(253), theme.spacing(116));
    connect(_apply, &QPushButton::clicked, this, &PlanDialog::applyRequested);
    connect(_close, &QPushButton::clicked, this, &QDialog::reject);
    const QString blocker = firstBlocker(_plan);
    _apply->setEnabled(blocker.isEmpty() && !_plan.targets.isEmpty());
    _apply->setToolTip(blocker);
    _reason->setVisible(_apply->isEnabled());
    if (_apply->isEnabled()) // not where a person would type first: no reason is needed
        _apply->setFocus();
    if (!blocker.isEmpty())
        showState(tr("Cannot be done: %1").arg(blocker), u"critical"_s);
    else if (_plan.needsApproval)
        showState(tr("needs one approval"), u"normal"_s);
}

QWidget *PlanDialog::makeTop()
{
    auto *top = new QWidget(this);
    top->setProperty("edge", u"bottom"_s);
    top->setAttribute(Qt::WA_StyledBackground);
    top->setObjectName(u"planTop"_s);
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(_theme.spacing(5), _theme.spacing(3), _theme.spacing(5), _theme.spacing(3));
    QLabel *title = plainLabel(_plan.title, top);
    QFont large = _theme.strongFont();
    large.setPixelSize(QFontInfo(large).pixelSize() * 15 / 13);
    title->setFont(large);
    QLabel *id = plainLabel(tr("plan %1").arg(shortId(_plan.id)), top);
    id->setFont(_theme.fixedFont());
    id->setProperty("ink", u"secondary"_s);
    id->setToolTip(_plan.id.toString());
    layout->addWidget(title, 1);
    layout->addWidget(id);
    return top;
}

QLabel *PlanDialog::makeHeading(const QString &text, QWidget *parent) const
{
    QLabel *heading = plainLabel(text, parent);
    heading->setFont(_theme.headingFont());
    heading->setProperty("ink", u"secondary"_s);
    heading->setContentsMargins(0, _theme.spacing(2), 0, 0);
    return heading;
}

QWidget *PlanDialog::makeTargets()
{
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setAccessibleName(tr("Instances by wave"));
    auto *list = new QWidget(area);
    list->setProperty("ground", u"surface"_s);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(_theme.spacing(4), _theme.spacing(2), _theme.spacing(4), _theme.spacing(3));
    layout->setSpacing(_theme.spacing(1));
    int wave = -1;
    for (const PlanTarget &target : _plan.targets) {
        if (target.wave != wave) {
            wave = target.wave;
            layout->addWidget(makeHeading(waveTitle(wave, _plan), list));
        }
        layout->addWidget(makeTarget(target));
    }
    if (!_plan.preconditions.isEmpty())
        layout->addWidget(makeHeading(tr("Will be checked again before acting"), list));
    for (const QString &sentence : _plan.preconditions) {
        QLabel *label = plainLabel(withShortIds(sentence), list);
        label->setToolTip(sentence);
        label->setWordWrap(true);
        label->setProperty("ink", u"secondary"_s);
        layout->addWidget(label);
    }
    layout->addStretch();
    area->setWidget(list);
    return area;
}

QWidget *PlanDialog::makeTarget(const PlanTarget &target)
{
    auto *row = new QWidget(this);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(_theme.spacing(1), 0, 0, 0);
    layout->setSpacing(_theme.spacing(2));
    const bool blocked = !target.blocker.isEmpty();
    widgets::Mark mark{widgets::Glyph::Square, widgets::Tone::Off};
    if (blocked)
        mark = {widgets::Glyph::Cross, widgets::Tone::Critical};
    else if (target.restarts)
        mark = {widgets::Glyph::Play, widgets::Tone::Good};
    layout->addWidget(new widgets::MarkLabel(_theme, mark, row));
    layout->addWidget(plainLabel(target.instance.name, row));
    QLabel *server = plainLabel(target.instance.server, row);
    server->setProperty("ink", u"secondary"_s);
    layout->addWidget(server);
    layout->addStretch();
    QLabel *note = plainLabel(targetNote(target), row);
    note->setWordWrap(blocked);
    const bool versions = !blocked && target.players.value_or(0) == 0 && !target.newVersion.isEmpty();
    if (versions)
        note->setFont(_theme.fixedFont());
    note->setProperty("ink",
                      blocked                              ? u"critical"_s
                          : target.players.value_or(0) > 0 ? u"normal"_s
                                                           : u"secondary"_s);
    layout->addWidget(note, blocked ? 1 : 0);
    row->setFixedHeight(blocked ? row->sizeHint().height() : _theme.rowHeight(theme::Theme::Row::Diff) + 2);
    row->setAccessibleName(target.instance.toString() + u", "_s + note->text());
    return row;
}

QWidget *PlanDialog::makeChanges(const JobLookup &jobOf)
{
    auto *area = new QScrollArea(this);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setAccessibleName(tr("Changes"));
    auto *list = new QWidget(area);
    list->setProperty("ground", u"surface"_s);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (const PlanSection &section : sectionsOf(_plan, jobOf)) {
        auto *title = new widgets::ElidedLabel(section.title, list);
        title->setFont(_theme.strongFont());
        title->setProperty("ground", u"alternate"_s);
        title->setProperty("edge", u"bottom"_s);
        title->setContentsMargins(_theme.spacing(3), 0, _theme.spacing(3), 0);
        title->setMinimumHeight(_theme.rowHeight(theme::Theme::Row::Server) - 2);
        layout->addWidget(title);
        if (section.lines.isEmpty())
            continue;
        auto *view = new widgets::DiffView(_theme, list);
        view->setAccessibleName(section.title);
        view->setLines(section.lines);
        view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        view->setFixedHeight(
            _theme.rowHeight(theme::Theme::Row::Diff) * static_cast<int>(section.lines.size()) + 1);
        layout->addWidget(view);
    }
    layout->addStretch();
    area->setWidget(list);
    return area;
}

QWidget *PlanDialog::makeBottom()
{
    auto *bottom = new QWidget(this);
    bottom->setProperty("edge", u"top"_s);
    bottom->setObjectName(u"planBottom"_s);
    bottom->setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(bottom);
    layout->setContentsMargins(_theme.spacing(5), _theme.spacing(3), _theme.spacing(5), _theme.spacing(3));
    layout->setSpacing(_theme.spacing(3));
    _state->setWordWrap(true);
    _state->setVisible(false);
    _state->setAccessibleName(tr("State of the plan"));
    layout->addWidget(_state);
    layout->addStretch(1);
    layout->addWidget(_reason);
    layout->addWidget(_close);
    layout->addWidget(_apply);
    _reason->setMinimumWidth(_theme.spacing(60));
    _apply->setProperty("kind", u"primary"_s);
    _apply->setAccessibleName(_plan.title);
    _apply->setDefault(true);
    _close->setAutoDefault(false); // Return never means it, wherever the focus is
    _apply->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    return bottom;
}

void PlanDialog::showState(const QString &text, const QString &tint)
{
    _state->setText(text);
    _state->setVisible(true);
    widgets::setStyled(_state, "tint", tint);
}

QString PlanDialog::reason() const
{
    return _reason->text().trimmed();
}

void PlanDialog::showApplying()
{
    _apply->setEnabled(false);
    showState(tr("Handing it to the host…"), u"info"_s);
}

void PlanDialog::showError(const Error &error)
{
    _apply->setEnabled(isTransient(error.code));
    showState(error.code == ErrorCode::Conflict
                  ? tr("Something changed since: %1. Close and plan again.").arg(describe(error))
                  : describe(error),
              u"critical"_s);
}

} // namespace archivesmp::app::deployments
