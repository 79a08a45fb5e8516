// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleetmirror.h"
#include "common/core/error.h"
#include "common/protocol/fleetmessages.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::widgets {
class DiffView;
struct DiffSides;
} // namespace archivesmp::app::widgets

namespace archivesmp::app::drift {

class LayerCard;

// The lower half of the drift view: where the finding is, expected and actual side by side as the file has
// them, and the layers that decide.
class FindingDetail final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindingDetail)

public:
    explicit FindingDetail(const theme::Theme &theme, QWidget *parent = nullptr);

    void setFinding(const client::FindingPtr &finding, int row, int rows); // row from 0
    void setDetail(const protocol::FindingDetail &detail);
    void setDetailError(const Error &error);
    void setHostReason(const QString &whyNot); // why nothing can be done at this moment; empty: it can
    [[nodiscard]] const client::FindingPtr &finding() const { return _finding; }

Q_SIGNALS:
    void fixRequested();
    void acceptRequested();
    void ignoreRequested();
    void stepRequested(int by); // -1 or 1

private:
    QWidget *makeTopRow();
    QWidget *makePane(QLabel *heading, widgets::DiffView *view);
    void showHeadings(const QDateTime &readAt);

    const theme::Theme &_theme;
    client::FindingPtr _finding;
    QLabel *_breadcrumb;
    QLabel *_place;
    QLabel *_position;
    QToolButton *_previous;
    QToolButton *_next;
    QLabel *_expectedHeading;
    QLabel *_actualHeading;
    widgets::DiffView *_expected;
    widgets::DiffView *_actual;
    LayerCard *_card;
};

// The panes' lines: the hunk of the fix where there is one, else the values alone.
[[nodiscard]] widgets::DiffSides sidesOf(const domain::Finding &finding);

// Why the finding cannot be fixed from here; empty where it can.
[[nodiscard]] QString whyNotFixable(const domain::Finding &finding);

} // namespace archivesmp::app::drift
