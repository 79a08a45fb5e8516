// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::shell {

// What went wrong with something that the user asked for: stays until it is dismissed, and can be copied.
class NoticeBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NoticeBar)

public:
    explicit NoticeBar(const theme::Theme &theme, QWidget *parent = nullptr);

    void showError(const QString &what, const Error &error);
    [[nodiscard]] QString text() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const theme::Theme &_theme;
    QLabel *_text;
};

} // namespace archivesmp::app::shell
