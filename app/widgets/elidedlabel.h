// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace archivesmp::app::widgets {

// One line of plain text that gives way in its middle where there is no room; then its tool tip has all of
// it.
class ElidedLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ElidedLabel)

public:
    explicit ElidedLabel(const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QString shown() const;
};

} // namespace archivesmp::app::widgets
