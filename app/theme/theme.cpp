// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/theme.h"

#include "app/theme/consolestyle.h"
#include "app/theme/iconset.h"
#include "app/theme/stylesheet.h"
#include "app/theme/systemscheme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPalette>

#include <cmath>

namespace archivesmp::app::theme {

using namespace Qt::StringLiterals;

namespace {

constexpr int designedFontHeight = 16; // of the interface font that the designs were drawn with

double scaleOfFont()
{
    return QFontMetricsF(QApplication::font()).height() / designedFontHeight;
}

QFont scaled(QFont font, double factor)
{
    if (font.pixelSize() > 0)
        font.setPixelSize(std::max(6, static_cast<int>(std::lround(font.pixelSize() * factor))));
    else
        font.setPointSizeF(font.pointSizeF() * factor);
    return font;
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , _system(new SystemScheme(this))
{
    connect(_system, &SystemScheme::changed, this, [this] {
        if (_preference == Preference::System)
            apply();
    });
}

void Theme::setPreference(Preference preference)
{
    if (preference == _preference)
        return;
    _preference = preference;
    apply();
}

Scheme Theme::scheme() const
{
    switch (_preference) {
    case Preference::Light:
        return Scheme::Light;
    case Preference::Dark:
        return Scheme::Dark;
    case Preference::System:
        break;
    }
    return _system->scheme().value_or(Scheme::Light);
}

void Theme::apply()
{
    constexpr const char *styled = "archivesmp_style"; // the style sheet's hides which one is below it
    if (!qApp->property(styled).toBool())
        QApplication::setStyle(new ConsoleStyle);
    qApp->setProperty(styled, true);
    QApplication::setPalette(palette());
    qApp->setStyleSheet(styleSheetFor(*this));
    Q_EMIT changed();
}

QPalette Theme::palette() const
{
    const Tokens &t = tokens();
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &colour, const QColor &disabled) {
        palette.setColor(QPalette::Active, role, colour);
        palette.setColor(QPalette::Inactive, role, colour);
        palette.setColor(QPalette::Disabled, role, disabled);
    };
    set(QPalette::Window, t.window, t.window);
    set(QPalette::Base, t.surface, t.surface);
    set(QPalette::AlternateBase, t.alternate, t.alternate);
    set(QPalette::Button, t.surface, t.window);
    set(QPalette::ToolTipBase, t.surface, t.surface);
    set(QPalette::ToolTipText, t.text, t.text);
    set(QPalette::WindowText, t.text, t.off);
    set(QPalette::Text, t.text, t.off);
    set(QPalette::ButtonText, t.text, t.off);
    set(QPalette::PlaceholderText, t.secondary, t.off);
    set(QPalette::BrightText, t.onAccent, t.onAccent);
    set(QPalette::Highlight, t.selection, t.selection);
    set(QPalette::HighlightedText, t.text, t.off);
    set(QPalette::Link, t.accent, t.off);
    set(QPalette::LinkVisited, t.accent, t.off);
    set(QPalette::Light, t.surface, t.surface);
    set(QPalette::Midlight, t.alternate, t.alternate);
    set(QPalette::Mid, t.border, t.border);
    set(QPalette::Dark, t.border, t.border);
    set(QPalette::Shadow, t.border, t.border);
    return palette;
}

QFont Theme::interfaceFont() const
{
    return QApplication::font();
}

QFont Theme::strongFont() const
{
    QFont font = interfaceFont();
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::smallFont() const
{
    return scaled(interfaceFont(), 12.0 / 13);
}

QFont Theme::headingFont() const
{
    QFont font = scaled(strongFont(), 11.0 / 13);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::PercentageSpacing, 107);
    return font;
}

QFont Theme::fixedFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFont base = interfaceFont();
    if (base.pixelSize() > 0)
        font.setPixelSize(base.pixelSize());
    else
        font.setPointSizeF(base.pointSizeF());
    return scaled(font, 12.0 / 13);
}

QFont Theme::badgeFont() const
{
    return scaled(strongFont(), 11.0 / 13);
}

int Theme::rowHeight(Row row) const
{
    constexpr int designed[] = {25, 32, 26, 44, 26, 21};
    return static_cast<int>(std::lround(designed[static_cast<int>(row)] * scaleOfFont()));
}

int Theme::spacing(int steps) const
{
    return static_cast<int>(std::lround(4 * steps * scaleOfFont()));
}

QColor Theme::bandFor(qsizetype serverIndex) const
{
    const QList<QColor> &bands = tokens().bands;
    return bands.at(std::max<qsizetype>(serverIndex, 0) % bands.size());
}

QIcon Theme::icon(const QString &name) const
{
    return themedIcon(name, tokens());
}

} // namespace archivesmp::app::theme
