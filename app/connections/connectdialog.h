// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/connections/connectioncontroller.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::connections {

// Asks for an agent's address, key and pin, and saves nothing until the agent has let us in. Without a pin it
// shows the certificate that answers, for the user to compare and confirm.
class ConnectDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectDialog)

public:
    ConnectDialog(const theme::Theme &theme, ConnectionController &controller, QWidget *parent = nullptr);

    // Asks for the key of a known connection again.
    void askKeyOf(const ConnectionProfile &profile, const Error &why);
    void reject() override;

private:
    enum class Step { Editing, AskingCertificate, ConfirmingCertificate, Testing, Saving, NoKeychain };

    void setUpLayout();
    void setStep(Step step);
    void proceed();
    void startTest();
    void showCertificate(const Result<QByteArray> &sha256);
    void showTone(const QString &text, const char *ink);
    void fail(const Error &error);
    void save(KeyPlace place);
    [[nodiscard]] QString buttonText() const;

    const theme::Theme &_theme;
    ConnectionController &_controller;
    Step _step = Step::Editing;
    ConnectionProfile _profile;
    QLineEdit *_address;
    QLineEdit *_key;
    QLineEdit *_pin;
    QLabel *_message;
    QLabel *_certificate;
    QPushButton *_proceed;
    QPushButton *_close;
};

} // namespace archivesmp::app::connections
