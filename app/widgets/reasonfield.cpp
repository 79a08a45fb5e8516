// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/reasonfield.h"

namespace archivesmp::app::widgets {

namespace {

constexpr int longestReason = 2000; // the host takes no longer one

}

QLineEdit *reasonField(const QString &placeholder, QWidget *parent)
{
    auto *field = new QLineEdit(parent);
    field->setAccessibleName(UntilBox::tr("Reason"));
    field->setPlaceholderText(placeholder);
    field->setMaxLength(longestReason);
    return field;
}

UntilBox::UntilBox(QWidget *parent)
    : QComboBox(parent)
{
    for (const int days : {0, 7, 30, 90})
        addItem(days == 0 ? tr("for good") : tr("for %1 days").arg(days), days);
    setAccessibleName(tr("How long"));
}

std::optional<QDateTime> UntilBox::end() const
{
    const int days = currentData().toInt();
    return days == 0 ? std::nullopt : std::optional(QDateTime::currentDateTimeUtc().addDays(days));
}

} // namespace archivesmp::app::widgets
