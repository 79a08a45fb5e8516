// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QSettings;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::shell {

// The areas of the window: the fleet at the left, the pages with their tabs, the jobs below. Knows how large
// they are and which can be seen, and keeps that over restarts.
class WindowLayout final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowLayout)

public:
    struct Areas
    {
        QWidget *fleet = nullptr;
        QWidget *dock = nullptr;
    };

    WindowLayout(const theme::Theme &theme, const Areas &areas, QWidget *window);

    void addPage(const QString &title, QWidget *page);
    void setPageWithoutDock(int page); // it shows what the dock does
    [[nodiscard]] QWidget *widget() const;

    void setPage(int page);
    void enterPage(int page); // the keys go there, too
    void toggleDock();
    void reset();
    void save(QSettings &settings) const;
    void restore(const QSettings &settings);

Q_SIGNALS:
    void pageChanged();

private:
    QWidget *makeCentre(QWidget *window);
    void showDock();

    const theme::Theme &_theme;
    QWidget *_dock;
    QTabBar *_tabs;
    QStackedWidget *_pages;
    QSplitter *_sides;
    QSplitter *_stack;
    int _pageWithoutDock = -1;
    bool _dockWanted = true;
};

} // namespace archivesmp::app::shell
