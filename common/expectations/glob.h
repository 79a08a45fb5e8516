// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

#include <vector>

namespace archivesmp::expectations {

// One pattern of a rule's scope, compiled: '*' fits any text within one part, '**' across parts, '?' one
// character that divides nothing. "**" as a whole part fits no part too, so that "**.uuid" fits "uuid". A
// backslash takes the meaning from '*', '?', the divider and itself. Letters count with their case.
class Glob final
{
public:
    Glob() = default; // empty: fits everything
    // `divider` is how the pattern writes it, `inText` how the texts do.
    Glob(QStringView pattern, QChar divider, QChar inText);

    // A text that is empty has nothing that a pattern could fit.
    [[nodiscard]] bool fits(QStringView text) const;

    [[nodiscard]] bool isEmpty() const { return _tokens.empty(); }
    [[nodiscard]] bool isLiteral() const { return _isLiteral; }
    [[nodiscard]] bool crossesParts() const { return _crossesParts; } // has a '**'
    [[nodiscard]] bool hasDivider() const { return _hasDivider; }
    [[nodiscard]] int literalCharacters() const { return _literalCharacters; }
    [[nodiscard]] const QString &literal() const { return _literal; } // what a literal pattern stands for

private:
    enum class Sort : quint8 { Character, AnyCharacter, WithinPart, AcrossParts, WholeParts };
    struct Token
    {
        Sort sort = Sort::Character;
        QChar character;
    };

    class Search;

    void addStars(QStringView pattern, qsizetype &at, QChar divider);

    std::vector<Token> _tokens;
    QString _literal;
    QChar _divider;
    int _literalCharacters = 0;
    bool _isLiteral = true;
    bool _crossesParts = false;
    bool _hasDivider = false;
};

// The pattern that fits this text and nothing else.
[[nodiscard]] QString literalGlob(QStringView text);

} // namespace archivesmp::expectations
