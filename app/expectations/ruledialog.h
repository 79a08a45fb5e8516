// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleet.h"
#include "app/widgets/decisiondialog.h"
#include "common/domain/rule.h"

#include <QTimer>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;

namespace archivesmp::app::widgets {
class UntilBox;
}

namespace archivesmp::app::expectations {

// Asks what a new rule says and about which settings, shows what it would do to the findings that are open,
// and hands it to the host. Lives in the GUI thread.
class RuleDialog final : public widgets::DecisionDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RuleDialog)

public:
    RuleDialog(const theme::Theme &theme, const client::Fleet &fleet, QWidget *parent = nullptr);

    void setKind(domain::RuleKind kind);
    [[nodiscard]] domain::Rule rule() const; // as it is filled in

Q_SIGNALS:
    void added(const archivesmp::protocol::RulesChanged &reply);

private:
    void fillKinds();
    void setUpRows();
    QLineEdit *makePattern(const QString &name, const QString &example, const QStringList &known);
    [[nodiscard]] domain::RuleKind kind() const;
    [[nodiscard]] bool isKeyed() const;
    [[nodiscard]] QString whyNotComplete() const; // without the reason
    void followKind();
    void refresh();
    void askPreview();
    void showPreview(const protocol::RulePreview &preview);
    void apply();

    const client::Fleet &_fleet;
    QFormLayout *_form;
    QComboBox *_kind;
    QComboBox *_severity;
    QComboBox *_listMode;
    QLineEdit *_listKey;
    QComboBox *_extraKeys;
    QComboBox *_group;
    QLineEdit *_sameKeys;
    QLineEdit *_plugin;
    QLineEdit *_file;
    QLineEdit *_key;
    QLineEdit *_instance;
    QLineEdit *_reason;
    widgets::UntilBox *_until;
    QLabel *_preview;
    QTimer _soon; // what is typed in one go is asked for once
};

} // namespace archivesmp::app::expectations
