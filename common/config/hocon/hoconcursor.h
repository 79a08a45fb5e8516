// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

#include <optional>

namespace archivesmp::config {

// Where the reading of a HOCON text is, and the small pieces that everything in it is made of.
class HoconCursor final
{
public:
    HoconCursor(QByteArrayView source, qsizetype begin);

    [[nodiscard]] qsizetype at() const { return _at; }
    [[nodiscard]] bool atEnd() const { return _at >= _source.size(); }
    [[nodiscard]] char peek(qsizetype ahead = 0) const
    {
        return _at + ahead < _source.size() ? _source[_at + ahead] : '\0';
    }
    [[nodiscard]] QByteArrayView rest() const { return _source.sliced(_at); }
    [[nodiscard]] bool startsWith(QByteArrayView text) const { return rest().startsWith(text); }
    // "expected a value, found …", and UnsupportedFormat, both at this place.
    [[nodiscard]] Error expected(const QString &what) const;
    [[nodiscard]] Error notUnderstood(const QString &what) const;

    void step(qsizetype bytes = 1); // within a line, or over one line end
    void skipBlanks();              // spaces and tabs
    // Blanks, line ends and comments; whether there was a line end.
    bool skipLines();
    // Whether the line ends here: its end, a comment, or the end of the file.
    [[nodiscard]] bool atLineEnd() const;

    // Letters, digits and whatever may stand without quotes, up to a blank; empty where nothing may.
    [[nodiscard]] QByteArrayView takeUnquoted();
    // The text between two quotes, still escaped, or between two groups of three, which is never escaped;
    // nothing where they are not closed.
    struct Quoted
    {
        QByteArrayView text;
        bool raw = false;
    };
    [[nodiscard]] std::optional<Quoted> takeQuoted();

    void place(ConfigDocument::Node &node); // line and column of here

private:
    [[nodiscard]] QString found() const;
    [[nodiscard]] bool atComment() const;

    QByteArrayView _source;
    qsizetype _at = 0;
    qsizetype _lineBegin = 0;
    qsizetype _counted = 0;    // up to where the characters of the line are counted …
    qsizetype _characters = 0; // … and how many there are
    quint32 _line = 1;
};

} // namespace archivesmp::config
