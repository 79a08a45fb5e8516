// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/theme/tokens.h"

#include <algorithm>
#include <cmath>

namespace archivesmp::app::theme {

using namespace Qt::StringLiterals;

namespace {

Tokens lightTokens()
{
    return {.scheme = Scheme::Light,
            .window = 0xF3F5F8,
            .surface = 0xFFFFFF,
            .alternate = 0xF8FAFC,
            .border = 0xD5DBE3,
            .text = 0x1B2330,
            .secondary = 0x556173,
            .accent = 0x1F5BD8,
            .onAccent = 0xFFFFFF,
            .selection = 0xDCE8FF,
            .critical = 0xB3261E,
            .criticalTint = 0xFCE8E6,
            .normal = 0x8A5300,
            .normalTint = 0xFFF1D6,
            .info = 0x2A62AE,
            .infoTint = 0xE5EFFB,
            .good = 0x1A7541,
            .off = 0x68727F,
            .expectedLine = 0xE6F0FE,
            .expectedWord = 0xBFD9FB,
            .actualLine = 0xFFF0DD,
            .actualWord = 0xFBD5A3,
            .bands = {0x0E7C72, 0x6247D9, 0xA8326B, 0x2A62AE, 0x8A5300, 0x4A7A18}};
}

Tokens darkTokens()
{
    return {.scheme = Scheme::Dark,
            .window = 0x12161C,
            .surface = 0x1A1F27,
            .alternate = 0x1E242E,
            .border = 0x323B49,
            .text = 0xE7EBF1,
            .secondary = 0xA2AEBE,
            .accent = 0x82AAFF,
            .onAccent = 0x12161C,
            .selection = 0x243A63,
            .critical = 0xFF8E84,
            .criticalTint = 0x43211F,
            .normal = 0xF0B54A,
            .normalTint = 0x3D3016,
            .info = 0x8CB8FA,
            .infoTint = 0x1C304B,
            .good = 0x71D195,
            .off = 0x8A95A4,
            .expectedLine = 0x1B2E4A,
            .expectedWord = 0x2B4F82,
            .actualLine = 0x3D2C14,
            .actualWord = 0x6B4A16,
            .bands = {0x3CC7B8, 0xA594FF, 0xF58AB8, 0x8CB8FA, 0xF0B54A, 0xA6D46A}};
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &colour)
{
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

} // namespace

const Tokens &tokensFor(Scheme scheme)
{
    static const Tokens light = lightTokens();
    static const Tokens dark = darkTokens();
    return scheme == Scheme::Light ? light : dark;
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

QColor between(const QColor &from, const QColor &to, double part)
{
    const auto mix = [part](int a, int b) { return qRound(a + (b - a) * part); };
    return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

QList<ColourPair> pairsInUse(const Tokens &t)
{
    QList<ColourPair> pairs;
    const auto on = [&pairs](const QString &ground, const QColor &background,
                             const QList<std::pair<QString, QColor>> &inks) {
        for (const auto &[name, ink] : inks)
            pairs.append({name + u" on "_s + ground, ink, background});
    };
    const QList<std::pair<QString, QColor>> words{{u"text"_s, t.text}, {u"secondary"_s, t.secondary}};
    const QList<std::pair<QString, QColor>> states{{u"critical"_s, t.critical},
                                                   {u"normal"_s, t.normal},
                                                   {u"info"_s, t.info},
                                                   {u"good"_s, t.good},
                                                   {u"accent"_s, t.accent}};
    on(u"surface"_s, t.surface, words + states + QList<std::pair<QString, QColor>>{{u"off"_s, t.off}});
    on(u"window"_s, t.window, words + states);
    on(u"alternate"_s, t.alternate, words + states);
    on(u"selection"_s, t.selection, words + states);
    on(u"the critical tint"_s, t.criticalTint, {{u"critical"_s, t.critical}});
    on(u"the normal tint"_s, t.normalTint, {{u"normal"_s, t.normal}});
    on(u"the info tint"_s, t.infoTint, {{u"info"_s, t.info}});
    on(u"accent"_s, t.accent, {{u"onAccent"_s, t.onAccent}});
    on(u"the expected line"_s, t.expectedLine, words);
    on(u"the expected word"_s, t.expectedWord, {words.first()});
    on(u"the actual line"_s, t.actualLine, words);
    on(u"the actual word"_s, t.actualWord, {words.first()});
    return pairs;
}

} // namespace archivesmp::app::theme
