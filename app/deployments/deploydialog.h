// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/deployments/targetlist.h"
#include "common/core/error.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::deployments {

// Which JAR goes to which instances. What it does is decided in the plan that follows.
class DeployDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DeployDialog)

public:
    DeployDialog(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    void setFile(const QString &path);
    [[nodiscard]] QString file() const;
    [[nodiscard]] QString plugin() const;
    [[nodiscard]] TargetList &targets() const { return *_targets; }
    void setTargets(const QList<domain::InstanceRef> &instances);

    void showProgress(qint64 done, qint64 total); // of the upload
    void showPlanning();
    void showError(const Error &error);

Q_SIGNALS:
    void planRequested();

private:
    void setUpLayout();
    void chooseFile();
    void updateButton();
    void setBusy(bool busy);

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    QLineEdit *_file;
    QPushButton *_browse;
    QComboBox *_plugin;
    TargetList *_targets;
    QProgressBar *_progress;
    QLabel *_message;
    QPushButton *_plan;
    QPushButton *_close;
    bool _busy = false;
    bool _targetsChosen = false;
};

// "CoreProtect-22.4.jar" -> "CoreProtect": a first guess, the host reads the descriptor.
[[nodiscard]] QString pluginNameFromFile(const QString &path);

} // namespace archivesmp::app::deployments
