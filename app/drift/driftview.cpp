// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/driftview.h"

#include "app/client/answer.h"
#include "app/client/fleet.h"
#include "app/drift/emptydrift.h"
#include "app/drift/findingdelegate.h"
#include "app/drift/findingdetail.h"
#include "app/drift/findingtablemodel.h"
#include "app/drift/valuestory.h"
#include "app/theme/theme.h"
#include "app/widgets/focus.h"
#include "app/widgets/rowglow.h"
#include "app/widgets/selection.h"
#include "app/widgets/statepanel.h"

#include <QApplication>
#include <QClipboard>
#include <QDataStream>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace archivesmp::app::drift {

using namespace Qt::StringLiterals;
using Model = FindingTableModel;

DriftView::DriftView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _model(new FindingTableModel(fleet, this))
    , _table(new QTableView(this))
    , _glow(new widgets::RowGlow(*_table))
    , _detail(new FindingDetail(theme, this))
    , _split(new QSplitter(Qt::Vertical, this))
    , _stack(new QStackedWidget(this))
    , _state(new widgets::StatePanel(theme, this))
{
    // Before the table hears of it and goes one row up: what comes after a finding that goes is shown next.
    connect(_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex &, int first, int last) {
                if (_currentRow < first || _currentRow > last)
                    return;
                const int next = last + 1 < _model->rowCount() ? last + 1 : first - 1;
                _successor = next < 0 ? FindingId() : _model->finding(next)->id;
            });
    setUpTable();
    _split->addWidget(_table);
    _split->addWidget(_detail);
    _split->setChildrenCollapsible(false);
    _split->setSizes({theme.spacing(60), theme.spacing(80)});
    _split->setStretchFactor(1, 1);
    _stack->addWidget(_split);
    _stack->addWidget(_state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(_stack);
    widgets::letCurrentFollowSelection(*_table);
    connect(_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DriftView::showCurrent);
    connect(_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &DriftView::selectionChanged);
    connect(_model, &QAbstractItemModel::modelReset, this, &DriftView::updateState);
    connect(_model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &, int first, int last) {
                for (int row = first; row <= last; ++row)
                    _glow->start(_model->index(row, 0));
                updateState();
            });
    connect(_model, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &changed) {
        _glow->start(changed);
        if (_model->finding(changed.row())->id != _current)
            return;
        _asked = FindingId(); // its layers may have changed with it
        showCurrent();
    });
    connect(_model, &QAbstractItemModel::rowsRemoved, this, &DriftView::updateState);
    connect(_model, &QAbstractItemModel::layoutChanged, this, &DriftView::updateState);
    connect(&fleet, &client::Fleet::serversChanged, this, &DriftView::updateState);
    connect(&fleet, &client::Fleet::agentsChanged, this, &DriftView::updateState);
    connect(&fleet, &client::Fleet::instancesChanged, this, [this] {
        if (_model->rowCount() == 0)
            updateState();
    });
    connect(_state, &widgets::StatePanel::actionRequested, this, [this] {
        if (_filterText.isEmpty())
            Q_EMIT scanRequested();
        else
            Q_EMIT filterClearRequested();
    });
    connect(_detail, &FindingDetail::stepRequested, this, &DriftView::step);
    connect(_detail, &FindingDetail::fixRequested, this, [this] { Q_EMIT fixRequested({_current}); });
    connect(_detail, &FindingDetail::acceptRequested, this,
            [this] { Q_EMIT acceptRequested({_detail->finding()}); });
    connect(_detail, &FindingDetail::ignoreRequested, this,
            [this] { Q_EMIT ignoreRequested({_detail->finding()}); });
    updateState();
}

void DriftView::setUpTable()
{
    _table->setModel(_model);
    _table->setItemDelegate(new FindingDelegate(_theme, *_glow, _table));
    _table->setAccessibleName(tr("Findings"));
    _table->setFrameShape(QFrame::NoFrame);
    _table->setShowGrid(false);
    _table->setSelectionBehavior(QAbstractItemView::SelectRows);
    _table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    _table->setTabKeyNavigation(false);
    _table->setContextMenuPolicy(Qt::CustomContextMenu);
    _table->setWordWrap(false);
    _table->verticalHeader()->hide();
    _table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    _table->verticalHeader()->setMinimumSectionSize(1);
    _table->verticalHeader()->setDefaultSectionSize(_theme.rowHeight(theme::Theme::Row::Table) + 1);
    _table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    _table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    QHeaderView *header = _table->horizontalHeader();
    header->setFixedHeight(_theme.rowHeight(theme::Theme::Row::Table) + 1);
    header->setHighlightSections(false);
    header->setFont(_theme.smallFont());
    header->setSectionsMovable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(Model::Severity, Qt::DescendingOrder);
    header->setMinimumSectionSize(_theme.spacing(6));
    constexpr int widths[] = {8, 22, 25, 32, 72, 37, 37, 32, 17}; // steps of the spacing
    for (int column = 0; column < Model::ColumnCount; ++column)
        header->resizeSection(column, _theme.spacing(widths[column]));
    header->setStretchLastSection(true);
    _table->setSortingEnabled(true);
    _table->installEventFilter(this);
}

bool DriftView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == _table && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy)) {
            copySelection();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            const QList<FindingId> findings = selectedFixable();
            if (!findings.isEmpty() && key->modifiers() == Qt::NoModifier)
                Q_EMIT fixRequested(findings);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DriftView::copySelection() const
{
    QStringList lines;
    for (const QModelIndex &index : _table->selectionModel()->selectedRows()) {
        QStringList cells;
        for (int column = 0; column < Model::ColumnCount; ++column)
            cells.append(index.siblingAtColumn(column).data(Qt::ToolTipRole).toString().replace(u'\n', u' '));
        lines.append(cells.join(u'\t'));
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

QList<client::FindingPtr> DriftView::selected() const
{
    QList<client::FindingPtr> findings;
    for (const QModelIndex &index : _table->selectionModel()->selectedRows())
        findings.append(_model->finding(index.row()));
    return findings;
}

QList<FindingId> DriftView::selectedFixable() const
{
    QList<FindingId> ids;
    for (const client::FindingPtr &finding : selected()) {
        if (whyNotFixable(*finding).isEmpty())
            ids.append(finding->id);
    }
    return ids;
}

QList<client::FindingPtr> DriftView::selectedAcceptable() const
{
    QList<client::FindingPtr> findings = selected();
    findings.removeIf(
        [](const client::FindingPtr &finding) { return !whyNotAcceptable(*finding).isEmpty(); });
    return findings;
}

void DriftView::setFilterText(const QString &text)
{
    _filterText = text;
    _model->setFilter(widgets::FilterQuery::parse(text, Model::filterFields()));
    updateState();
}

void DriftView::setServer(const QString &server)
{
    _model->setServer(server);
}

void DriftView::step(int by)
{
    const int row = std::clamp(_currentRow + by, 0, _model->rowCount() - 1);
    if (row >= 0)
        _table->selectRow(row);
}

void DriftView::showFirstOf(const QString &key)
{
    for (int row = 0; row < _model->rowCount(); ++row) {
        const domain::Finding &finding = *_model->finding(row);
        const QString place = finding.instance.toString() + u'/' + finding.plugin + u'/';
        if (place.startsWith(key + u'/')) {
            _table->selectRow(row);
            return;
        }
    }
}

void DriftView::showCurrent()
{
    const QModelIndex index = _table->currentIndex();
    if (index.isValid())
        showRow(index.row());
}

void DriftView::showRow(int row)
{
    const client::FindingPtr &finding = _model->finding(row);
    if (_detail->finding() == nullptr || _detail->finding()->id != finding->id)
        _asked = FindingId(); // the card is about to be emptied
    _currentRow = row;
    _current = finding->id;
    _detail->setFinding(finding, row, _model->rowCount());
    askDetail();
}

void DriftView::askDetail()
{
    if (_asked == _current)
        return;
    _asked = _current;
    client::Session *session = _fleet.sessionFor(_detail->finding()->instance.server);
    if (session == nullptr) {
        failDetail({ErrorCode::Unavailable, tr("no agent answers")});
        return;
    }
    client::whenAnswered(session->ask(protocol::GetFinding{_current}), this,
                         [this, id = _current](const Result<protocol::FindingDetail> &reply) {
                             if (id != _current)
                                 return;
                             if (reply)
                                 _detail->setDetail(*reply);
                             else
                                 failDetail(reply.error());
                         });
}

void DriftView::failDetail(const Error &error)
{
    _asked = FindingId(); // again as soon as an agent comes
    _detail->setDetailError(error);
}

// Keeps the same finding selected, or what has moved into its place.
void DriftView::updateState()
{
    Q_EMIT countsChanged();
    _detail->setHostReason(_fleet.host() == nullptr ? tr("The host does not answer.") : QString());
    if (_fleet.hasLoaded())
        _glow->arm();
    if (!_successor.isEmpty())
        _current = std::exchange(_successor, {});
    if (_model->rowCount() > 0) {
        widgets::showPage(*_stack, _split);
        const int row = _model->rowOf(_current);
        if (row >= 0 && _table->selectionModel()->isRowSelected(row, {})
            && _table->currentIndex().row() == row) {
            showRow(row);
            return;
        }
        _table->selectRow(row >= 0 ? row : std::min(_currentRow, _model->rowCount() - 1));
        showCurrent(); // of how many has changed, even where the same one is shown
        return;
    }
    _detail->setFinding(nullptr, 0, 0);
    _state->setState(emptyState(_fleet, !_filterText.isEmpty(), _model->total()));
    widgets::showPage(*_stack, _state);
}

QByteArray DriftView::saveLayout() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << _table->horizontalHeader()->saveState() << _split->saveState();
    return bytes;
}

void DriftView::restoreLayout(const QByteArray &layout)
{
    QDataStream stream(layout);
    QByteArray header, split;
    stream >> header >> split;
    if (stream.status() != QDataStream::Ok)
        return;
    _table->horizontalHeader()->restoreState(header);
    _split->restoreState(split);
}

} // namespace archivesmp::app::drift
