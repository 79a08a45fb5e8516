// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleetmirror.h"
#include "app/widgets/decisiondialog.h"

#include <optional>

class QLabel;
class QLineEdit;

namespace archivesmp::app::widgets {
class SegmentedControl;
class UntilBox;
} // namespace archivesmp::app::widgets

namespace archivesmp::app::drift {

// Asks where a verdict about findings shall hold, and why, before what is there becomes what is expected
// (Accept) or is no longer shown (Ignore).
class JudgementDialog final : public widgets::DecisionDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JudgementDialog)

public:
    enum class Verb { Accept, Ignore };

    // `findings` must not be empty.
    JudgementDialog(const theme::Theme &theme, Verb verb, QList<client::FindingPtr> findings,
                    QWidget *parent = nullptr);

    [[nodiscard]] Verb verb() const { return _verb; }
    [[nodiscard]] const QList<client::FindingPtr> &findings() const { return _findings; }
    [[nodiscard]] domain::Layer scope() const;
    [[nodiscard]] QString reason() const;                     // trimmed
    [[nodiscard]] std::optional<QDateTime> expiresAt() const; // UTC; of Ignore

    void setScope(domain::Layer scope);
    void setReason(const QString &reason);

    void showPreview(const QString &text); // what it would do at this scope

Q_SIGNALS:
    void scopeChanged();

private:
    void setUpLayout();
    QWidget *makeFindings();
    void fillScopes();
    void updateDeed();

    Verb _verb;
    QList<client::FindingPtr> _findings;
    widgets::SegmentedControl *_scope;
    QLineEdit *_reason;
    widgets::UntilBox *_until;
    QLabel *_preview;
};

// "BENT01", "3 instances": where the findings are.
[[nodiscard]] QString placesText(const QList<client::FindingPtr> &findings);

} // namespace archivesmp::app::drift
