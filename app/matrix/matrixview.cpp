// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/matrix/matrixview.h"

#include "app/client/fleet.h"
#include "app/matrix/matrixdelegate.h"
#include "app/matrix/matrixmodel.h"
#include "app/theme/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/marklabel.h"
#include "app/widgets/statepanel.h"
#include "app/widgets/textlabel.h"

#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace archivesmp::app::matrix {

using namespace Qt::StringLiterals;
using widgets::Glyph;
using widgets::Tone;

MatrixView::MatrixView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _model(new MatrixModel(fleet, this))
    , _table(new QTableView(this))
    , _stack(new QStackedWidget(this))
    , _state(new widgets::StatePanel(theme, this))
{
    setUpTable();
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_table, 1);
    layout->addWidget(makeLegend());
    _stack->addWidget(page);
    _stack->addWidget(_state);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(_stack);
    connect(_model, &QAbstractItemModel::modelReset, this, &MatrixView::updateState);
    connect(&fleet, &client::Fleet::agentsChanged, this, &MatrixView::updateState);
    updateState();
}

void MatrixView::setUpTable()
{
    _table->setModel(_model);
    _table->setItemDelegate(new MatrixDelegate(_theme, _table));
    auto *header = new MatrixHeader(_theme, _table);
    _table->setHorizontalHeader(header);
    header->setDefaultSectionSize(QFontMetrics(_theme.badgeFont()).horizontalAdvance(u"MOOR00"_s)
                                  + _theme.spacing(3));
    header->setMinimumSectionSize(_theme.spacing(8));
    _table->verticalHeader()->setDefaultSectionSize(_theme.rowHeight(theme::Theme::Row::Table) - 2);
    _table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    _table->verticalHeader()->setMinimumSectionSize(1);
    _table->verticalHeader()->setHighlightSections(false);
    _table->verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    _table->setCornerButtonEnabled(false);
    _table->setShowGrid(false);
    _table->setFrameShape(QFrame::NoFrame);
    _table->setTabKeyNavigation(false);
    _table->setAccessibleName(tr("Plugins by instance"));
    connect(_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT cellActivated(_model->instance(index.column()).name, _model->plugin(index.row()));
    });
}

QWidget *MatrixView::makeLegend()
{
    auto *legend = new QWidget(this);
    auto *layout = new QHBoxLayout(legend);
    layout->setContentsMargins(_theme.spacing(3), _theme.spacing(2), _theme.spacing(3), _theme.spacing(2));
    layout->setSpacing(_theme.spacing(1));
    const auto add = [&](QList<widgets::Mark> marks, const QString &words) {
        for (const widgets::Mark &mark : marks)
            layout->addWidget(new widgets::MarkLabel(_theme, mark, legend));
        QLabel *label = widgets::plainLabel(words, legend);
        label->setProperty("ink", u"secondary"_s);
        layout->addWidget(label);
        layout->addSpacing(_theme.spacing(3));
    };
    add({{Glyph::Check, Tone::Good}}, tr("as expected"));
    add({{Glyph::Triangle, Tone::Normal}, {Glyph::Diamond, Tone::Critical}, {Glyph::Disc, Tone::Info}},
        tr("findings by worst severity"));
    add({}, tr("· not installed"));
    add({{Glyph::HollowDiamond, Tone::Secondary}}, tr("required, missing"));
    layout->addStretch();
    return legend;
}

void MatrixView::setServer(const QString &server)
{
    _model->setServer(server);
}

void MatrixView::updateState()
{
    const bool empty = _model->rowCount() == 0 || _model->columnCount() == 0;
    if (empty && !_fleet.hasLoaded())
        _state->setState(
            {Glyph::Ring, Tone::Info, tr("Loading the plugins…"), tr("They come with the fleet."), {}});
    else if (empty)
        _state->setState({Glyph::None,
                          Tone::Secondary,
                          tr("No plugins are known yet."),
                          tr("A scan reads them from the instances' folders."),
                          {}});
    widgets::showPage(*_stack, _stack->widget(empty ? 1 : 0));
}

} // namespace archivesmp::app::matrix
