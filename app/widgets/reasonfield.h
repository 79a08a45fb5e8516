// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked wherever somebody decides something: why, and for how long.
#pragma once

#include <QComboBox>
#include <QDateTime>
#include <QLineEdit>

#include <optional>

namespace archivesmp::app::widgets {

// One line, as long as the host takes it.
[[nodiscard]] QLineEdit *reasonField(const QString &placeholder, QWidget *parent);

// For good, or for some days from now.
class UntilBox final : public QComboBox
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(UntilBox)

public:
    explicit UntilBox(QWidget *parent = nullptr);

    [[nodiscard]] std::optional<QDateTime> end() const; // UTC
};

} // namespace archivesmp::app::widgets
