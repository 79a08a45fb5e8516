// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/glob.h"

namespace archivesmp::expectations {

Glob::Glob(QStringView pattern, QChar divider, QChar inText)
    : _divider(inText)
{
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        QChar c = pattern.at(i);
        if (c == u'*') {
            addStars(pattern, i, divider);
            continue;
        }
        if (c == u'?') {
            _isLiteral = false;
            _tokens.push_back({Sort::AnyCharacter, {}});
            continue;
        }
        const QChar next = i + 1 < pattern.size() ? pattern.at(i + 1) : QChar();
        const bool isTaken = c == u'\\' && (next == u'*' || next == u'?' || next == u'\\' || next == divider);
        if (isTaken) {
            c = next;
            ++i;
        } else if (c == divider) {
            c = inText;
            _hasDivider = true;
        }
        ++_literalCharacters;
        _literal += c;
        _tokens.push_back({Sort::Character, c});
    }
}

// Leaves `at` on the last character that it took.
void Glob::addStars(QStringView pattern, qsizetype &at, QChar divider)
{
    const bool beginsPart = at == 0 || pattern.at(at - 1) == divider;
    const qsizetype begin = at;
    while (at + 1 < pattern.size() && pattern.at(at + 1) == u'*')
        ++at;
    _isLiteral = false;
    if (at == begin) {
        _tokens.push_back({Sort::WithinPart, {}});
        return;
    }
    _crossesParts = true;
    if (beginsPart && at + 1 < pattern.size() && pattern.at(at + 1) == divider) {
        ++at;
        _hasDivider = true;
        _tokens.push_back({Sort::WholeParts, {}});
        return;
    }
    _tokens.push_back({Sort::AcrossParts, {}});
}

// Goes back to the last star only, and to the last one that crosses parts where that is not enough: what
// stands before them has its place already, because a part ends where it ends.
class Glob::Search final
{
public:
    Search(const Glob &glob, QStringView text)
        : _tokens(glob._tokens)
        , _text(text)
        , _divider(glob._divider)
    { }

    bool run()
    {
        while (_at < _text.size() || _token < _tokens.size()) {
            if (!takeStar() && !takeCharacter() && !retryWithin() && !retryAcross())
                return false;
        }
        return true;
    }

private:
    struct Retry
    {
        size_t token = 0;  // the one after the star
        qsizetype at = -1; // how far the star reaches; -1: there is none
    };

    bool takeStar()
    {
        if (_token == _tokens.size())
            return false;
        const Sort sort = _tokens[_token].sort;
        if (sort == Sort::Character || sort == Sort::AnyCharacter)
            return false;
        ++_token;
        if (sort == Sort::WithinPart) {
            _within = {_token, _at};
            return true;
        }
        _across = {_token, _at};
        _within = {};
        return true;
    }

    bool takeCharacter()
    {
        if (_token == _tokens.size() || _at == _text.size())
            return false;
        const Token &token = _tokens[_token];
        const bool isMatch
            = token.sort == Sort::AnyCharacter ? _text.at(_at) != _divider : _text.at(_at) == token.character;
        if (!isMatch)
            return false;
        ++_token;
        ++_at;
        return true;
    }

    bool retryWithin()
    {
        if (_within.at < 0 || _within.at == _text.size() || _text.at(_within.at) == _divider)
            return false;
        _at = ++_within.at;
        _token = _within.token;
        return true;
    }

    bool retryAcross()
    {
        if (_across.at < 0 || _across.at == _text.size())
            return false;
        if (_tokens[_across.token - 1].sort == Sort::WholeParts) {
            const qsizetype end = _text.indexOf(_divider, _across.at);
            if (end < 0)
                return false;
            _across.at = end;
        }
        _within = {};
        _at = ++_across.at;
        _token = _across.token;
        return true;
    }

    const std::vector<Token> &_tokens;
    QStringView _text;
    QChar _divider;
    Retry _within;
    Retry _across;
    size_t _token = 0;
    qsizetype _at = 0;
};

bool Glob::fits(QStringView text) const
{
    if (_tokens.empty())
        return true;
    if (text.isEmpty())
        return false;
    return _isLiteral ? text == _literal : Search(*this, text).run();
}

QString literalGlob(QStringView text)
{
    QString pattern;
    for (const QChar c : text) {
        if (c == u'*' || c == u'?' || c == u'\\')
            pattern += u'\\';
        pattern += c;
    }
    return pattern;
}

} // namespace archivesmp::expectations
