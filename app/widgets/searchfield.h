// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace archivesmp::app::theme {
class Theme;
}

namespace archivesmp::app::widgets {

// A field to type a filter into, with the looking glass at its left and a button that clears it. Escape
// clears it too; Return or the arrow down leads to what it let through.
class SearchField final : public QLineEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SearchField)

public:
    // `hint` is what stands in the empty field, `name` what a screen reader calls it.
    SearchField(const theme::Theme &theme, const QString &hint, const QString &name,
                QWidget *parent = nullptr);

Q_SIGNALS:
    void resultsRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace archivesmp::app::widgets
