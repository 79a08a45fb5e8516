// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/glyph.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::shell {

// At the bottom: a dot and a word for each agent and engine, what is in the fleet and how old it is, and who
// is looking.
class FleetStatusBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FleetStatusBar)

public:
    FleetStatusBar(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    // All words, for tests and for a screen reader.
    [[nodiscard]] QString plainText() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Dot
    {
        QString text;
        widgets::Mark mark;
        QString toolTip;

        friend bool operator==(const Dot &a, const Dot &b)
        {
            return a.text == b.text && a.mark.glyph == b.mark.glyph && a.mark.tone == b.mark.tone
                && a.toolTip == b.toolTip;
        }
    };

    [[nodiscard]] QList<Dot> agentDots() const;
    [[nodiscard]] QList<Dot> otherServerDots() const;
    [[nodiscard]] QList<Dot> engineDots() const;
    void refresh();
    void refreshDots();
    void refreshWords();

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    QHBoxLayout *_dots;
    QList<Dot> _shown;
    QLabel *_counts;
    QLabel *_user;
};

} // namespace archivesmp::app::shell
