// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <Qt>

class QWidget;
class QWindow;

namespace archivesmp::tests {

// A person's two hands on the keys: each key goes to the window that is active, by the way that the
// platform's keys take, and whatever has the focus gets it. What it knows of the window is the name of what
// has the focus, as a screen reader would say it.
class Keyboard final
{
public:
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString &text);

    // Tab until what has the focus is called so; false where it is nowhere on the way round.
    [[nodiscard]] bool tabTo(const QString &name);
    // The same until the condition holds, with any other key; as often as `most` says.
    template <typename Condition>
    [[nodiscard]] bool pressUntil(Qt::Key key, Condition condition, int most = 60)
    {
        for (int i = 0; i < most && !condition(); ++i)
            press(key);
        return condition();
    }

    // What the next key would go to: visible and enabled, or nothing.
    [[nodiscard]] static QWidget *focus();
    [[nodiscard]] static QString focusName();

    // After which keys nothing that can be seen had the focus.
    [[nodiscard]] QString lost() const { return _lost; }

private:
    [[nodiscard]] static QWindow *activeWindow();
    void look(const QString &after);

    QString _lost;
};

} // namespace archivesmp::tests
