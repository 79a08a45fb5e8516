// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/keyboard.h"

#include <QAccessible>
#include <QApplication>
#include <QKeySequence>
#include <QTest>
#include <QWindow>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostStops = 60; // more than a window has

// The part of a window manager: where no window is active, the topmost becomes it. There is none on the
// platform of the tests, and Qt leaves this to it.
void activateTopmost()
{
    if (QApplication::activePopupWidget() != nullptr)
        return;
    QWidget *topmost = QApplication::activeModalWidget();
    for (QWidget *window : QApplication::topLevelWidgets()) {
        if (topmost == nullptr && window->isVisible() && window->windowType() == Qt::Window)
            topmost = window;
    }
    if (topmost == nullptr || QGuiApplication::focusWindow() == topmost->windowHandle())
        return;
    topmost->activateWindow();
    [[maybe_unused]] const bool active
        = QTest::qWaitFor([topmost] { return QGuiApplication::focusWindow() == topmost->windowHandle(); });
}

} // namespace

QWindow *Keyboard::activeWindow()
{
    if (const QWidget *popup = QApplication::activePopupWidget(); popup != nullptr)
        return popup->windowHandle();
    return QGuiApplication::focusWindow();
}

QWidget *Keyboard::focus()
{
    if (QWidget *popup = QApplication::activePopupWidget(); popup != nullptr)
        return popup;
    QWidget *held = QApplication::focusWidget();
    return held != nullptr && held->isVisible() && held->isEnabled() ? held : nullptr;
}

QString Keyboard::focusName()
{
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(focus());
    return interface == nullptr ? QString() : interface->text(QAccessible::Name);
}

void Keyboard::look(const QString &after)
{
    QCoreApplication::processEvents();
    activateTopmost();
    if (focus() == nullptr)
        _lost += (_lost.isEmpty() ? QString() : u", "_s) + after;
}

void Keyboard::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    activateTopmost();
    QWindow *window = activeWindow();
    QVERIFY(window != nullptr);
    QTest::keyClick(window, key, modifiers);
    look(QKeySequence(key | modifiers).toString());
}

void Keyboard::type(const QString &text)
{
    for (const QChar letter : text) {
        activateTopmost();
        QTest::sendKeyEvent(QTest::Click, activeWindow(), QTest::asciiToKey(letter.toLatin1()), letter,
                            Qt::NoModifier);
    }
    look(u"typing in "_s + focusName());
}

bool Keyboard::tabTo(const QString &name)
{
    return pressUntil(
        Qt::Key_Tab, [&name] { return focusName() == name; }, mostStops);
}

} // namespace archivesmp::tests
