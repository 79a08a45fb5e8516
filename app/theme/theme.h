// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/theme/tokens.h"

#include <QFont>
#include <QIcon>
#include <QObject>

class QPalette;

namespace archivesmp::app::theme {

class SystemScheme;

// The look of the whole program: palette, style sheet, fonts, sizes and icons. Lives in the GUI thread;
// everything that paints asks it each time, and repaints on changed().
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    enum class Preference { System, Light, Dark };
    Q_ENUM(Preference)

    explicit Theme(QObject *parent = nullptr);

    void setPreference(Preference preference);
    [[nodiscard]] Preference preference() const { return _preference; }
    [[nodiscard]] Scheme scheme() const;
    [[nodiscard]] const Tokens &tokens() const { return tokensFor(scheme()); }

    // Sets style, palette and style sheet of the application; called once and again on every change.
    void apply();

    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QFont interfaceFont() const;
    [[nodiscard]] QFont strongFont() const;  // the same, semibold
    [[nodiscard]] QFont smallFont() const;   // versions and ages beside names
    [[nodiscard]] QFont headingFont() const; // of docks: small, semibold, spaced, upper case
    [[nodiscard]] QFont fixedFont() const;   // values, settings and file text
    [[nodiscard]] QFont badgeFont() const;

    enum class Row { Tree, Server, Table, ToolBar, StatusBar, Diff };
    [[nodiscard]] int rowHeight(Row row) const; // from the metrics of the interface font
    [[nodiscard]] int spacing(int steps) const; // steps of 4 at the usual font size

    [[nodiscard]] QColor bandFor(qsizetype serverIndex) const;

    // A file of resources/icons without its ending, in the colour of text.
    [[nodiscard]] QIcon icon(const QString &name) const;

Q_SIGNALS:
    void changed();

private:
    Preference _preference = Preference::System;
    SystemScheme *_system;
};

} // namespace archivesmp::app::theme
