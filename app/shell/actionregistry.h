// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <QStringList>

#include <functional>

class QAction;
class QMenu;
class QWidget;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::shell {

// One thing that the user can do, wherever it is offered: menu, tool bar, context menu, key.
struct ActionSpec
{
    QString id;   // "job.cancel"
    QString text; // with its mnemonic
    QString icon; // of the theme; may be empty
    QList<QKeySequence> shortcuts;
    std::function<void()> run;
    std::function<QString()> whyNot; // empty text: it can be done now; else why not, for the tooltip
};

// All actions by id. Menus and tool bars are lists of ids.
class ActionRegistry final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActionRegistry)

public:
    // The actions work, by their keys too, wherever `window` has the focus.
    ActionRegistry(const theme::Theme &theme, QWidget *window);

    void add(ActionSpec spec);
    [[nodiscard]] QAction *action(const QString &id) const; // must be there
    [[nodiscard]] QStringList ids() const;
    void fill(QMenu &menu, const QStringList &ids) const; // "-" is a separator

    // Asks every action again whether it can be done.
    void refresh();

private:
    struct Entry
    {
        ActionSpec spec;
        QAction *action = nullptr;
    };

    void refreshIcons();

    const theme::Theme &_theme;
    QWidget *_window;
    QList<Entry> _entries;
    QHash<QString, QAction *> _byId;
};

} // namespace archivesmp::app::shell
