// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/snakerules.h"

#include "common/config/sourcetext.h"

#include <algorithm>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Style = ConfigDocument::Style;

namespace {

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

// Behind these a '#' begins a comment. What is in an anchor or a tag does not.
bool endsToken(char c)
{
    return c == ' ' || c == '\t' || isLineEnd(c) || QByteArrayView(",[]{}'\"").contains(c);
}

} // namespace

SnakeRules::SnakeRules(QByteArrayView source, qsizetype begin)
    : _source(source)
    , _begin(begin)
    , _read(begin)
    , _hasTabs(source.contains('\t'))
    , _hasForeignEscapes(source.contains("\\/") || source.contains("\\\t"))
{ }

// Between tokens SnakeYAML knows spaces only. A plain scalar owns the blanks that follow it in its line.
std::optional<Error> SnakeRules::checkBetween(qsizetype end)
{
    if (!_hasTabs)
        return {};
    bool owned = _afterPlain;
    while (_read < end) {
        const char c = _source[_read];
        if (c == '#' && (_read == _begin || endsToken(_source[_read - 1]))) {
            while (_read < end && !isLineEnd(_source[_read]))
                ++_read;
            continue;
        }
        if (c == '\t' && !owned)
            return errorAt(_source, _read, u"a tab cannot stand here"_s, u"use spaces"_s);
        owned = owned && (c == ' ' || c == '\t');
        ++_read;
    }
    _afterPlain = false;
    return {};
}

std::optional<Error> SnakeRules::checkScalar(const ConfigDocument::Node &scalar)
{
    if (auto wrong = checkBetween(scalar.begin))
        return wrong;
    _read = std::max<qsizetype>(_read, scalar.end);
    _afterPlain = scalar.style == Style::Plain && scalar.end > scalar.begin;
    switch (scalar.style) {
    case Style::Plain:
        return _hasTabs ? checkPlain(scalar.begin, scalar.end) : std::nullopt;
    case Style::DoubleQuoted:
        return _hasForeignEscapes ? checkEscapes(scalar.begin, scalar.end) : std::nullopt;
    case Style::Literal:
    case Style::Folded:
        return checkBlockHeader(scalar.begin, scalar.end);
    default:
        return {};
    }
}

std::optional<Error> SnakeRules::checkPlain(qsizetype begin, qsizetype end) const
{
    bool leads = false;
    for (qsizetype i = begin; i < end; ++i) {
        if (leads && _source[i] == '\t')
            return errorAt(_source, i, u"a tab cannot stand here"_s, u"use spaces"_s);
        leads = isLineEnd(_source[i]) || (leads && _source[i] == ' ');
    }
    return {};
}

std::optional<Error> SnakeRules::checkEscapes(qsizetype begin, qsizetype end) const
{
    for (qsizetype i = begin; i + 1 < end; ++i) {
        if (_source[i] != '\\')
            continue;
        if (_source[i + 1] == '/' || _source[i + 1] == '\t')
            return errorAt(_source, i, u"not an escape of YAML 1.1"_s, u"remove the backslash"_s);
        ++i;
    }
    return {};
}

std::optional<Error> SnakeRules::checkBlockHeader(qsizetype begin, qsizetype end) const
{
    qsizetype i = begin + 1;
    while (i < end && QByteArrayView("+-0123456789").contains(_source[i]))
        ++i;
    if (i < end && _source[i] == '#')
        return errorAt(_source, i, u"a comment needs a space before it"_s);
    while (i < end && _source[i] == ' ')
        ++i;
    if (i < end && _source[i] == '\t')
        return errorAt(_source, i, u"a tab cannot stand here"_s, u"use spaces"_s);
    return {};
}

} // namespace archivesmp::config
