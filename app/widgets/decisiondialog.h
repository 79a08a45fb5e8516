// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QDialog>

class QFormLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {

// Asks for what a deed needs before it is done: its title, what it means, what is to be filled in, and at the
// bottom a button that names the deed. What goes wrong is said in the dialog, beside what was asked for. It
// deletes itself when it is closed.
class DecisionDialog : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DecisionDialog)

public:
    void showApplying(); // it is handed over
    void showError(const Error &error);

Q_SIGNALS:
    void confirmed();

protected:
    DecisionDialog(const theme::Theme &theme, const QString &title, QWidget *parent);

    [[nodiscard]] const theme::Theme &theme() const { return _theme; }
    // Between what it means and the buttons.
    [[nodiscard]] QVBoxLayout &content() const { return *_content; }
    QFormLayout *addForm(); // at the end of the content
    void setMeaning(const QString &meaning);
    // What the button says, and why it cannot be pressed; empty where it can.
    void setDeed(const QString &text, const QString &whyNot);

    void showEvent(QShowEvent *event) override;

private:
    void updateButton();

    const theme::Theme &_theme;
    QLabel *_meaning;
    QVBoxLayout *_content;
    QLabel *_message;
    QPushButton *_confirm;
    QPushButton *_close;
    QString _whyNot;
    bool _applying = false;
};

} // namespace archivesmp::app::widgets
