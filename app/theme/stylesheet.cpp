// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/stylesheet.h"

#include "app/theme/theme.h"

#include <QHash>

namespace archivesmp::app::theme {

using namespace Qt::StringLiterals;

namespace {

// @name is a token, $n a length of n quarter steps of the spacing (one pixel at the usual font size).
const auto sheet = uR"(
QMenuBar { background: @window; padding: $1 $4; }
QMenuBar::item { padding: $3 $8; border-radius: $4; background: transparent; color: @text; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @selection; }
QMenu { background: @surface; border: 1px solid @border; padding: $4; }
QMenu::item { padding: $5 $24 $5 $12; border-radius: $4; color: @text; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @off; }
QMenu::separator { height: 1px; background: @border; margin: $4 $8; }
QMenu::icon { padding-left: $8; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: $4; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {
    background: @surface; color: @text; border: 1px solid @border; border-radius: $6;
    padding: $3 $8; selection-background-color: @selection; selection-color: @text; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 1px solid @accent; }
QLineEdit:disabled { color: @off; background: @window; }
QLineEdit[invalid="true"] { border: 1px solid @critical; }
QPlainTextEdit[kind="log"] { border: none; border-radius: 0; padding: $4; }
QComboBox::drop-down { border: none; width: $20; }
QTableCornerButton::section { background: @window; border: none; border-bottom: 1px solid @border; }
QAbstractItemView { background: @surface; border: 1px solid @border; }

QPushButton, QToolButton[kind="button"] {
    background: @surface; color: @text; border: 1px solid @border; border-radius: $6; padding: $4 $12; }
QPushButton:hover, QToolButton[kind="button"]:hover { background: @alternate; border-color: @secondary; }
QPushButton:pressed, QToolButton[kind="button"]:pressed { background: @selection; }
QPushButton:focus, QToolButton[kind="button"]:focus { border: 1px solid @accent; }
QPushButton:disabled, QToolButton[kind="button"]:disabled { color: @off; background: @window; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border: 1px solid @accent; font-weight: 600; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; }
QPushButton[kind="primary"]:disabled { background: @window; color: @off; border: 1px solid @border; }
QPushButton[kind="small"] { padding: $1 $8; }
QPushButton[kind="danger"] { color: @critical; }
QPushButton[kind="segment"] { border-radius: 0; padding: $4 $12; background: @surface; border: 1px solid @border;
    border-left: none; }
QPushButton[kind="segment"][place="first"] { border-top-left-radius: $6; border-bottom-left-radius: $6;
    border-left: 1px solid @border; }
QPushButton[kind="segment"][place="last"] { border-top-right-radius: $6; border-bottom-right-radius: $6; }
QPushButton[kind="segment"][place="only"] { border-radius: $6; border-left: 1px solid @border; }
QPushButton[kind="segment"]:checked { background: @selection; color: @accent; font-weight: 600; }
QPushButton[kind="segment"]:focus { text-decoration: underline; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: $4; padding: $2; color: @text; }
QToolButton:hover { background: @alternate; }
QToolButton:focus { border: 1px solid @accent; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: @secondary; border: none; border-bottom: 2px solid transparent;
    padding: $6 $8 $6 $8; margin: $2 $4 0 $8; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; font-weight: 600; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @accent; }

QHeaderView { background: @window; border: none; }
QHeaderView::section { background: @window; color: @secondary; border: none; border-bottom: 1px solid @border;
    padding: 0 $8; font-weight: 600; }
QHeaderView::section:vertical { background: @surface; color: @text; }
QAbstractItemView { background: @surface; color: @text; border: none; outline: none;
    selection-background-color: @selection; selection-color: @text; }
QAbstractItemView[kind="framed"] { border: 1px solid @border; border-radius: $6; }

QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @accent; }

QAbstractScrollArea::corner { background: @surface; border: none; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: $10; }
QScrollBar:horizontal { height: $10; }
QScrollBar::handle { background: @border; border-radius: $3; margin: $2; }
QScrollBar::handle:vertical { min-height: $24; }
QScrollBar::handle:horizontal { min-width: $24; }
QScrollBar::handle:hover { background: @off; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: @border; border: none; border-radius: $3; max-height: $6; min-height: $6; }
QProgressBar::chunk { background: @accent; border-radius: $3; }
QCheckBox { spacing: $6; color: @text; }
QCheckBox:focus { color: @accent; }

QLabel { color: @text; background: transparent; }
QLabel[ink="secondary"] { color: @secondary; }
QLabel[ink="critical"] { color: @critical; }
QLabel[ink="normal"] { color: @normal; }
QLabel[ink="good"] { color: @good; }
QLabel[ink="off"] { color: @off; }
QLabel[tint="normal"] { background: @normalTint; color: @normal; border-radius: $7; padding: $1 $8; font-weight: 600; }
QLabel[tint="critical"] { background: @criticalTint; color: @critical; border-radius: $9; padding: $2 $10;
    font-weight: 600; }
QLabel[tint="info"] { background: @infoTint; color: @info; border-radius: $9; padding: $2 $10; font-weight: 600; }
QWidget[ground="surface"] { background: @surface; }
QWidget[ground="window"] { background: @window; }
QWidget[ground="alternate"] { background: @alternate; }
QWidget[edge="top"] { border-top: 1px solid @border; }
QWidget[edge="bottom"] { border-bottom: 1px solid @border; }
QWidget[edge="left"] { border-left: 1px solid @border; }
QFrame[kind="card"] { border: 1px solid @border; border-radius: $6; background: @surface; }
QFrame[kind="card"][current="true"] { border: 1px solid @accent; background: @selection; }
QFrame[kind="line"] { background: @border; max-height: 1px; border: none; }
QDialog { background: @surface; }
)"_s;

QHash<QString, QColor> namedColours(const Tokens &t)
{
    return {{u"window"_s, t.window},
            {u"surface"_s, t.surface},
            {u"alternate"_s, t.alternate},
            {u"border"_s, t.border},
            {u"text"_s, t.text},
            {u"secondary"_s, t.secondary},
            {u"accent"_s, t.accent},
            {u"onAccent"_s, t.onAccent},
            {u"selection"_s, t.selection},
            {u"critical"_s, t.critical},
            {u"criticalTint"_s, t.criticalTint},
            {u"normal"_s, t.normal},
            {u"normalTint"_s, t.normalTint},
            {u"info"_s, t.info},
            {u"infoTint"_s, t.infoTint},
            {u"good"_s, t.good},
            {u"off"_s, t.off}};
}

qsizetype endOfWord(const QString &text, qsizetype from)
{
    while (from < text.size() && text.at(from).isLetterOrNumber())
        ++from;
    return from;
}

} // namespace

QString styleSheetFor(const Theme &theme)
{
    const QHash<QString, QColor> colours = namedColours(theme.tokens());
    const double pixel = theme.spacing(25) / 100.0;
    QString result;
    result.reserve(sheet.size() * 5 / 4);
    for (qsizetype i = 0; i < sheet.size(); ++i) {
        const QChar c = sheet.at(i);
        if (c != u'@' && c != u'$') {
            result += c;
            continue;
        }
        const qsizetype end = endOfWord(sheet, i + 1);
        const QString word = sheet.mid(i + 1, end - i - 1);
        Q_ASSERT(c == u'$' || colours.contains(word));
        result += c == u'@' ? colours.value(word).name()
                            : QString::number(qRound(word.toInt() * pixel)) + u"px"_s;
        i = end - 1;
    }
    return result;
}

} // namespace archivesmp::app::theme
