// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

class QButtonGroup;
class QHBoxLayout;

namespace archivesmp::app::widgets {

// A few choices side by side, one of which is on: All | hetzner | ovh. Arrow keys move between them.
class SegmentedControl final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SegmentedControl)

public:
    struct Choice
    {
        QString key; // what is asked for and told
        QString text;

        friend bool operator==(const Choice &, const Choice &) = default;
    };

    explicit SegmentedControl(QWidget *parent = nullptr);

    // Keeps the current choice where it is still there, else takes the first.
    void setChoices(const QList<Choice> &choices);
    void setCurrent(const QString &key);
    [[nodiscard]] QString current() const { return _current; }

Q_SIGNALS:
    void currentChanged(const QString &key);

private:
    void rebuild();

    QButtonGroup *_group;
    QHBoxLayout *_layout;
    QList<Choice> _choices;
    QString _current;
};

} // namespace archivesmp::app::widgets
