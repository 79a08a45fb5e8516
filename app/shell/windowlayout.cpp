// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/windowlayout.h"

#include "app/theme/theme.h"
#include "app/widgets/focus.h"

#include <QHBoxLayout>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>

namespace archivesmp::app::shell {

using namespace Qt::StringLiterals;

WindowLayout::WindowLayout(const theme::Theme &theme, const Areas &areas, QWidget *window)
    : QObject(window)
    , _theme(theme)
    , _dock(areas.dock)
    , _tabs(new QTabBar(window))
    , _pages(new QStackedWidget(window))
    , _sides(new QSplitter(Qt::Horizontal, window))
    , _stack(new QSplitter(Qt::Vertical, window))
{
    _tabs->setExpanding(false);
    _tabs->setDrawBase(false);
    _tabs->setUsesScrollButtons(false);
    _tabs->setAccessibleName(tr("Views"));
    _stack->setChildrenCollapsible(false);
    _stack->addWidget(makeCentre(window));
    _stack->addWidget(_dock);
    _stack->setStretchFactor(0, 1);
    _sides->setChildrenCollapsible(false);
    _sides->addWidget(areas.fleet);
    _sides->addWidget(_stack);
    _sides->setStretchFactor(1, 1);
    QWidget::setTabOrder(widgets::lastStop(*areas.fleet), _tabs); // as they stand
    connect(_tabs, &QTabBar::currentChanged, this, [this](int page) {
        widgets::showPage(*_pages, _pages->widget(page));
        showDock();
        Q_EMIT pageChanged();
    });
}

QWidget *WindowLayout::makeCentre(QWidget *window)
{
    auto *centre = new QWidget(window);
    auto *tabRow = new QWidget(centre);
    tabRow->setObjectName(u"tabRow"_s);
    tabRow->setProperty("ground", u"window"_s);
    tabRow->setProperty("edge", u"bottom"_s);
    tabRow->setAttribute(Qt::WA_StyledBackground);
    auto *row = new QHBoxLayout(tabRow);
    row->setContentsMargins(_theme.spacing(1), 0, 0, 1);
    row->addWidget(_tabs);
    row->addStretch();
    auto *layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tabRow);
    layout->addWidget(_pages, 1);
    return centre;
}

void WindowLayout::addPage(const QString &title, QWidget *page)
{
    _pages->addWidget(page);
    _tabs->addTab(title);
}

void WindowLayout::setPageWithoutDock(int page)
{
    _pageWithoutDock = page;
    showDock();
}

QWidget *WindowLayout::widget() const
{
    return _sides;
}

void WindowLayout::setPage(int page)
{
    _tabs->setCurrentIndex(page);
}

void WindowLayout::enterPage(int page)
{
    setPage(page);
    QWidget *stop = widgets::firstStop(*_pages->currentWidget());
    (stop == nullptr ? _tabs : stop)->setFocus(Qt::ShortcutFocusReason);
}

void WindowLayout::toggleDock()
{
    _dockWanted = !_dockWanted;
    showDock();
}

void WindowLayout::showDock()
{
    _dock->setVisible(_dockWanted && _tabs->currentIndex() != _pageWithoutDock);
}

void WindowLayout::reset()
{
    _sides->setSizes({_theme.spacing(72), _theme.spacing(288)});
    _stack->setSizes({_theme.spacing(152), _theme.spacing(44)});
    _dockWanted = true;
    showDock();
}

void WindowLayout::save(QSettings &settings) const
{
    settings.setValue("window/sides", _sides->saveState());
    settings.setValue("window/stack", _stack->saveState());
    settings.setValue("window/tab", _tabs->currentIndex());
    settings.setValue("window/dock", _dockWanted);
}

void WindowLayout::restore(const QSettings &settings)
{
    _sides->restoreState(settings.value("window/sides").toByteArray());
    _stack->restoreState(settings.value("window/stack").toByteArray());
    _dockWanted = settings.value("window/dock", true).toBool();
    setPage(settings.value("window/tab").toInt());
    showDock();
}

} // namespace archivesmp::app::shell
