// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/joblist.h"

#include "app/jobs/jobdelegate.h"
#include "app/jobs/jobmodel.h"
#include "app/theme/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/selection.h"
#include "app/widgets/statepanel.h"
#include "app/widgets/textlabel.h"

#include <QPainter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

namespace archivesmp::app::jobs {

using namespace Qt::StringLiterals;

JobList::JobList(const theme::Theme &theme, JobModel &model, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _model(model)
    , _heading(widgets::plainLabel(tr("Jobs"), this))
    , _running(widgets::plainLabel({}, this))
    , _tree(new QTreeView(this))
    , _stack(new QStackedWidget(this))
    , _state(new widgets::StatePanel(theme, this))
{
    _heading->setFont(theme.headingFont());
    _heading->setProperty("ink", u"secondary"_s);
    _running->setFont(theme.headingFont());
    _running->setProperty("tint", u"normal"_s);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(theme.spacing(3), theme.spacing(1), theme.spacing(3), theme.spacing(1));
    top->setSpacing(theme.spacing(2));
    top->addWidget(_heading);
    top->addWidget(_running);
    top->addStretch();
    setUpTree();
    _state->setState({widgets::Glyph::None,
                      widgets::Tone::Secondary,
                      tr("No jobs yet."),
                      tr("Scans, fixes and deployments are listed here while they run and after."),
                      {}});
    _stack->addWidget(_tree);
    _stack->addWidget(_state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(_stack, 1);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &JobList::updateHeading);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &JobList::updateHeading);
    connect(&model, &QAbstractItemModel::dataChanged, this, &JobList::updateHeading);
    updateHeading();
}

void JobList::setUpTree()
{
    auto *delegate = new JobDelegate(_theme, _tree);
    _tree->setModel(&_model);
    _tree->setItemDelegate(delegate);
    _tree->setHeaderHidden(true);
    _tree->setFrameShape(QFrame::NoFrame);
    _tree->setUniformRowHeights(true);
    _tree->setIndentation(_theme.spacing(4));
    _tree->setContextMenuPolicy(Qt::CustomContextMenu);
    _tree->setSelectionBehavior(QAbstractItemView::SelectItems);
    widgets::letCurrentFollowSelection(*_tree);
    widgets::selectWhereKeysComeIn(*_tree);
    _tree->setAccessibleName(tr("Jobs"));
    connect(delegate, &JobDelegate::cancelClicked, this,
            [this](const QModelIndex &index) { Q_EMIT cancelRequested(_model.node(index).job.id); });
    connect(_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { Q_EMIT currentChanged(current()); });
    connect(_tree, &QTreeView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT openRequested(_model.node(index).job.id); });
}

JobId JobList::current() const
{
    const QModelIndex index = _tree->currentIndex();
    return index.isValid() ? _model.node(index).job.id : JobId();
}

void JobList::setCurrent(const JobId &id)
{
    const QModelIndex index = _model.indexOf(id);
    if (index.isValid() && index != _tree->currentIndex())
        _tree->setCurrentIndex(index);
}

void JobList::updateHeading()
{
    const int running = _model.running();
    _running->setVisible(running > 0);
    _running->setText(tr("%1 running").arg(running));
    widgets::showPage(*_stack, _stack->widget(_model.rowCount() > 0 ? 0 : 1));
}

void JobList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), _theme.tokens().surface);
}

} // namespace archivesmp::app::jobs
