// SPDX-License-Identifier: GPL-3.0-or-later
// Every colour of the console. No literal colour stands anywhere else.
#pragma once

#include <QColor>
#include <QList>
#include <QString>

namespace archivesmp::app::theme {

enum class Scheme { Light, Dark };

struct Tokens
{
    Scheme scheme = Scheme::Light;
    QColor window;    // chrome
    QColor surface;   // views
    QColor alternate; // headers in views
    QColor border;
    QColor text;
    QColor secondary;
    QColor accent;
    QColor onAccent;
    QColor selection;
    QColor critical;
    QColor criticalTint;
    QColor normal;
    QColor normalTint;
    QColor info;
    QColor infoTint;
    QColor good;
    QColor off;
    QColor expectedLine;
    QColor expectedWord;
    QColor actualLine;
    QColor actualWord;
    QList<QColor> bands; // of the servers, in their order; used again from the start where there are more
};

[[nodiscard]] const Tokens &tokensFor(Scheme scheme);

// WCAG 2: 1 … 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

// From one colour (0) to another (1).
[[nodiscard]] QColor between(const QColor &from, const QColor &to, double part);

// One use of a colour on another: each has a contrast of at least 4.5.
struct ColourPair
{
    QString name;
    QColor foreground;
    QColor background;
};
[[nodiscard]] QList<ColourPair> pairsInUse(const Tokens &tokens);

} // namespace archivesmp::app::theme
