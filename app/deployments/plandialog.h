// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/deployments/plandiff.h"
#include "common/core/error.h"
#include "common/domain/plan.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::deployments {

// A plan before it is carried out: who in which wave at the left, what changes at the right, what is checked
// again below. The button names the deed; a plan with a blocker has none to press.
class PlanDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlanDialog)

public:
    PlanDialog(const theme::Theme &theme, domain::Plan plan, const JobLookup &jobOf = {},
               QWidget *parent = nullptr);

    [[nodiscard]] const domain::Plan &plan() const { return _plan; }
    [[nodiscard]] QString reason() const; // why it is done; empty where nobody said
    void showApplying();
    void showError(const Error &error);

Q_SIGNALS:
    void applyRequested();

private:
    QWidget *makeTop();
    QWidget *makeTargets();
    QWidget *makeTarget(const domain::PlanTarget &target);
    QWidget *makeChanges(const JobLookup &jobOf);
    QWidget *makeBottom();
    QLabel *makeHeading(const QString &text, QWidget *parent) const;
    void showState(const QString &text, const QString &tint);

    const theme::Theme &_theme;
    domain::Plan _plan;
    QLabel *_state;
    QLineEdit *_reason;
    QPushButton *_apply;
    QPushButton *_close;
};

} // namespace archivesmp::app::deployments
