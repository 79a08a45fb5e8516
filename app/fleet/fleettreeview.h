// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QTreeView>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {
class RowGlow;
}

namespace archivesmp::app::fleet {

class FleetTreeModel;

// The tree with server bands and chevrons of our own. Remembers by key what is open and selected, so that a
// new filter or a refresh changes neither.
class FleetTreeView final : public QTreeView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FleetTreeView)

public:
    FleetTreeView(const theme::Theme &theme, FleetTreeModel &model, QWidget *parent = nullptr);

    [[nodiscard]] QStringList openKeys() const;
    void setOpenKeys(const QStringList &keys);
    [[nodiscard]] QString currentKey() const { return _currentKey; }
    void setCurrentKey(const QString &key); // opens what is above
    void armGlow();                         // the fleet is loaded: what changes from now on glows

Q_SIGNALS:
    void currentKeyChanged(const QString &key);
    void keyActivated(const QString &key);

protected:
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void restore();
    void openRestored(const QModelIndex &parent);
    void remember(const QModelIndex &index, bool open);

    const theme::Theme &_theme;
    FleetTreeModel &_model;
    widgets::RowGlow *_glow;
    QSet<QString> _open;
    QString _currentKey;
    bool _restoring = false;
};

} // namespace archivesmp::app::fleet
