// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/glyph.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {

// What a view shows when it has no rows: one sentence what, one sentence why, one thing to do. Stands in the
// place of the rows, or over them where `Note` is asked for.
class StatePanel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StatePanel)

public:
    struct State
    {
        Glyph glyph = Glyph::None;
        Tone tone = Tone::Secondary;
        QString what;
        QString why;
        QString action; // the button's text; empty where there is nothing to do

        friend bool operator==(const State &, const State &) = default;
    };

    explicit StatePanel(const theme::Theme &theme, QWidget *parent = nullptr);

    void setState(const State &state);
    [[nodiscard]] const State &state() const { return _state; }

Q_SIGNALS:
    void actionRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const theme::Theme &_theme;
    State _state;
    QLabel *_what;
    QLabel *_why;
    QPushButton *_action;
};

} // namespace archivesmp::app::widgets
