// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/historyview.h"

#include "app/client/answer.h"
#include "app/client/fleet.h"
#include "app/expectations/versiontablemodel.h"
#include "app/theme/theme.h"
#include "app/widgets/statepanel.h"
#include "app/widgets/tablelook.h"
#include "common/core/textescape.h"

#include <QHeaderView>
#include <QInputDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace archivesmp::app::expectations {

using namespace Qt::StringLiterals;
using widgets::Glyph;
using widgets::Tone;

namespace {
constexpr int mostVersions = 500;
}

HistoryView::HistoryView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _model(new VersionTableModel(this))
    , _table(new QTableView(this))
    , _changes(new QPlainTextEdit(this))
    , _undo(new QPushButton(tr("&Take this version back…"), this))
    , _stack(new QStackedWidget(this))
    , _state(new widgets::StatePanel(theme, this))
{
    setUpTable();
    _changes->setReadOnly(true);
    _changes->setFont(theme.fixedFont());
    _changes->setProperty("kind", u"log"_s);
    _changes->setTabChangesFocus(true);
    _changes->setAccessibleName(tr("Changes of the version"));
    _changes->setPlaceholderText(tr("Select a version to read what it changed."));
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->addWidget(_table);
    split->addWidget(_changes);
    split->setSizes({theme.spacing(90), theme.spacing(40)});
    _stack->addWidget(split);
    _stack->addWidget(_state);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(_stack, 1);
    layout->addWidget(makeBottom());
    connect(_undo, &QPushButton::clicked, this, &HistoryView::askReason);
    connect(&fleet, &client::Fleet::agentsChanged, this, &HistoryView::refresh);
    updateState();
}

void HistoryView::setUpTable()
{
    _table->setModel(_model);
    widgets::makeRowTable(*_table, _theme);
    _table->setAccessibleName(tr("Versions of the expectations"));
    constexpr int widths[] = {20, 28, 28, 90, 60}; // steps of the spacing
    for (int column = 0; column < VersionTableModel::ColumnCount; ++column)
        _table->horizontalHeader()->resizeSection(column, _theme.spacing(widths[column]));
    _table->horizontalHeader()->setStretchLastSection(true);
    connect(_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &HistoryView::updateCurrent);
}

QWidget *HistoryView::makeBottom()
{
    auto *bottom = new QWidget(this);
    auto *layout = new QHBoxLayout(bottom);
    layout->setContentsMargins(_theme.spacing(3), _theme.spacing(2), _theme.spacing(3), _theme.spacing(2));
    _undo->setProperty("kind", u"small"_s);
    layout->addStretch();
    layout->addWidget(_undo);
    return bottom;
}

qint64 HistoryView::currentVersion() const
{
    const QModelIndexList rows = _table->selectionModel()->selectedRows();
    return rows.isEmpty() ? 0 : _model->version(rows.first().row()).version;
}

void HistoryView::updateCurrent()
{
    const int row = _model->rowOf(currentVersion());
    const bool newest = row == 0;
    _undo->setEnabled(newest && _model->rowCount() > 1);
    _undo->setToolTip(newest || row < 0 ? QString() : tr("Only the newest version can be taken back."));
    QStringList lines;
    if (row >= 0) {
        for (const QString &example : _model->version(row).summary.examples)
            lines.append(escapedForDisplay(example));
        if (lines.isEmpty())
            lines.append(summaryText(_model->version(row).summary));
    }
    _changes->setPlainText(lines.join(u'\n'));
}

void HistoryView::askReason()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Take version %1 back").arg(currentVersion()));
    dialog->setLabelText(tr("Everything is expected again as it was before. Why?"));
    dialog->setOkButtonText(tr("Take version %1 back").arg(currentVersion()));
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, version = currentVersion()](const QString &reason) {
                if (!reason.trimmed().isEmpty())
                    Q_EMIT undoRequested(version, reason.trimmed());
            });
    dialog->open();
}

void HistoryView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void HistoryView::refresh()
{
    if (!isVisible())
        return;
    client::Session *host = _fleet.host();
    if (host == nullptr) {
        _error = Error{ErrorCode::Unavailable, tr("the host does not answer; expectations are kept there")};
        updateState();
        return;
    }
    client::whenAnswered(host->ask(protocol::ListVersions{0, mostVersions}), this,
                         [this](const Result<protocol::VersionPage> &page) {
                             _loaded = _loaded || page;
                             _error = page ? std::nullopt : std::optional(page.error());
                             const qint64 current = currentVersion();
                             if (page)
                                 _model->setVersions(page->versions);
                             if (_model->rowCount() > 0)
                                 _table->selectRow(std::max(0, _model->rowOf(current)));
                             updateState();
                         });
}

void HistoryView::updateState()
{
    updateCurrent();
    if (_model->rowCount() > 0) {
        _stack->setCurrentIndex(0);
        return;
    }
    if (!_loaded && _error)
        _state->setState(
            {Glyph::Cross, Tone::Critical, tr("The history cannot be read."), describe(*_error), {}});
    else if (!_loaded)
        _state->setState({Glyph::Ring, Tone::Info, tr("Loading the history…"), tr("The host keeps it."), {}});
    else
        _state->setState({Glyph::Question,
                          Tone::Normal,
                          tr("Nothing is expected yet."),
                          tr("Import the expectations with archivesmpctl import."),
                          {}});
    _stack->setCurrentWidget(_state);
}

} // namespace archivesmp::app::expectations
