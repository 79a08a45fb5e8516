// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::widgets {
class SearchField;
class SegmentedControl;
} // namespace archivesmp::app::widgets

namespace archivesmp::app::shell {

// Below the menu: which server, the filter with what it lets through, and the verbs used most.
class TopBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopBar)

public:
    explicit TopBar(const theme::Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] widgets::SearchField &filterEdit() const { return *_filter; }
    [[nodiscard]] widgets::SegmentedControl &servers() const { return *_servers; }
    void setServers(const QStringList &names);
    void setCounts(qsizetype shown, qsizetype all);
    void addButton(QAction *action, const QString &text);

Q_SIGNALS:
    void serverChosen(const QString &server); // empty for all
    void filterChanged(const QString &text);

private:
    void addFilter();

    const theme::Theme &_theme;
    widgets::SegmentedControl *_servers;
    widgets::SearchField *_filter;
    QLabel *_counts;
    QWidget *_last; // in the order of Tab
};

} // namespace archivesmp::app::shell
