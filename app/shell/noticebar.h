// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::widgets {
class MarkLabel;
}

namespace archivesmp::app::shell {

// What became of something that the user asked for: an error stays until it is dismissed and can be copied, a
// deed can be taken back from here.
class NoticeBar final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NoticeBar)

public:
    explicit NoticeBar(const theme::Theme &theme, QWidget *parent = nullptr);

    void showError(const QString &what, const Error &error);
    void showDeed(const QString &text, bool undoable);
    // Another deed begins: what was done before is no longer news. An error stays.
    void giveWay();
    void setUndoReason(const QString &whyNot); // empty: it can be taken back
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void undoRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showText(const QString &text, bool isError);

    const theme::Theme &_theme;
    widgets::MarkLabel *_errorMark;
    widgets::MarkLabel *_deedMark;
    QLabel *_text;
    QPushButton *_undo;
    QPushButton *_copy;
    bool _isError = true;
};

} // namespace archivesmp::app::shell
