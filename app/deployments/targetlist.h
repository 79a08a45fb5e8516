// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/instance.h"

#include <QTreeWidget>

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::deployments {

// The instances of the fleet with tick boxes, by server. Says which version of the plugin each has now.
class TargetList final : public QTreeWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TargetList)

public:
    TargetList(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    // Shows the versions of this plugin; ticks those that have it where `tick` says so.
    enum class Tick { Keep, Installed };
    void setPlugin(const QString &plugin, Tick tick);
    void setTicked(const QList<domain::InstanceRef> &instances);
    [[nodiscard]] QList<domain::InstanceRef> ticked() const;

Q_SIGNALS:
    void tickedChanged(); // whoever did it
    void tickedByHand();

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option,
                 const QModelIndex &index) const override;

private:
    void fill(int rowHeight);
    [[nodiscard]] QString versionOn(const domain::InstanceRef &instance) const;

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    QString _plugin;
};

} // namespace archivesmp::app::deployments
