// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/historyview.h"

#include "app/expectations/versiontablemodel.h"
#include "app/theme/theme.h"
#include "common/core/textescape.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

#include <algorithm>
#include <array>

namespace archivesmp::app::expectations {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostVersions = 500;
constexpr std::array widths{20, 28, 28, 90, 60};
static_assert(widths.size() == VersionTableModel::ColumnCount);

} // namespace

HistoryView::HistoryView(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent)
    : HostTableView(
        theme, fleet,
        {tr("Versions of the expectations"), tr("Loading the history…"), tr("The history cannot be read.")},
        parent)
    , _model(new VersionTableModel(this))
    , _changes(new QPlainTextEdit(this))
    , _undo(new QPushButton(tr("&Take this version back…"), this))
{
    setModel(*_model, widths);
    setUpChanges();
    _undo->setProperty("kind", u"small"_s);
    bottom().addStretch();
    bottom().addWidget(_undo);
    connect(_undo, &QPushButton::clicked, this, &HistoryView::askReason);
    updateState();
}

void HistoryView::setUpChanges()
{
    _changes->setReadOnly(true);
    _changes->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    _changes->setFont(theme().fixedFont());
    _changes->setProperty("kind", u"log"_s);
    _changes->setTabChangesFocus(true);
    _changes->setAccessibleName(tr("Changes of the version"));
    _changes->setPlaceholderText(tr("Select a version to read what it changed."));
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->addWidget(&table());
    split->addWidget(_changes);
    split->setSizes({theme().spacing(90), theme().spacing(40)});
    setContent(split);
}

qint64 HistoryView::currentVersion() const
{
    const int row = currentRow();
    return row < 0 ? 0 : _model->version(row).version;
}

void HistoryView::updateCurrent()
{
    const int row = currentRow();
    const bool newest = row == 0;
    const QString whyNot = row < 0 ? tr("Select a version first.")
        : !newest                  ? tr("Only the newest version can be taken back.")
        : _model->rowCount() < 2   ? tr("There is none before it.")
                                   : whyNoHost();
    _undo->setEnabled(whyNot.isEmpty());
    _undo->setToolTip(whyNot);
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

void HistoryView::askHost()
{
    load(protocol::ListVersions{0, mostVersions}, [this](const protocol::VersionPage &page) {
        const qint64 current = currentVersion();
        _model->setVersions(page.versions);
        if (_model->rowCount() > 0)
            table().selectRow(std::max(0, _model->rowOf(current)));
    });
}

widgets::StatePanel::State HistoryView::emptyState() const
{
    return {widgets::Glyph::Question,
            widgets::Tone::Normal,
            tr("Nothing is expected yet."),
            tr("Import the expectations with archivesmpctl import."),
            {}};
}

} // namespace archivesmp::app::expectations
