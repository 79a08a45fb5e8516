// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/yaml/onelinescalar.h"
#include "common/drift/sametext.h"

#include <QByteArrayView>

namespace archivesmp::drift {

// A key in the form in which it is recognized at the beginning of a line of YAML.
class SpelledKey final
{
public:
    SpelledKey() = default;
    explicit SpelledKey(QByteArrayView text) // which must outlive it
        : _text(text)
        , _plain(isShort() && config::isWord(text))
        , _quoted(_plain)
    {
        if (_plain || !isShort())
            return;
        _plain = config::isPlainKey(text);
        _quoted = config::isSameInQuotes(text);
    }

    [[nodiscard]] QByteArrayView text() const { return _text; }

    // The colon behind it where the YAML from `text` to `end` begins with it, in quotes or without, and a
    // blank or the line's end follows; nullptr where that begins otherwise, or perhaps.
    [[nodiscard]] const char *colonBehind(const char *text, const char *end) const
    {
        const qsizetype quotes = text != end && (*text == '\'' || *text == '"') ? 1 : 0;
        if (!(quotes == 0 ? _plain : _quoted) || end - text <= _text.size() + 2 * quotes)
            return nullptr;
        const char *colon = text + _text.size() + 2 * quotes;
        const bool isKey
            = *colon == ':' && (colon + 1 == end || endsKey(colon[1])) && (quotes == 0 || colon[-1] == *text);
        return isKey && isSameText(text + quotes, _text.data(), _text.size()) ? colon : nullptr;
    }

private:
    [[nodiscard]] static bool endsKey(char c) { return c == ' ' || c == '\n' || c == '\r'; }
    [[nodiscard]] bool isShort() const { return _text.size() + 2 <= config::longestKey; }

    QByteArrayView _text;
    bool _plain = false;  // it is itself without quotes …
    bool _quoted = false; // … and with any
};

} // namespace archivesmp::drift
