// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/hocon/hoconkey.h"

#include "common/config/hocon/hocontext.h"
#include "common/config/sourcetext.h"

#include <algorithm>
#include <array>

namespace archivesmp::config {

using namespace Qt::StringLiterals;
using Node = ConfigDocument::Node;

namespace {

bool isInclude(const HoconCursor &cursor)
{
    static constexpr std::array<QByteArrayView, 5> forms{"\"", "file(", "url(", "classpath(", "required("};
    QByteArrayView rest = cursor.rest();
    if (!rest.startsWith("include ") && !rest.startsWith("include\t"))
        return false;
    rest = rest.sliced(7);
    while (rest.startsWith(' ') || rest.startsWith('\t'))
        rest = rest.sliced(1);
    return std::any_of(forms.begin(), forms.end(),
                       [rest](QByteArrayView form) { return rest.startsWith(form); });
}

class KeyReading final
{
public:
    KeyReading(HoconCursor &cursor, ConfigDocument::Builder &builder)
        : _cursor(cursor)
        , _builder(builder)
        , _begin(cursor.at())
        , _end(cursor.at())
    {
        cursor.place(_start);
    }

    [[nodiscard]] Result<std::vector<Node>> read()
    {
        for (;;) {
            const qsizetype blanks = _cursor.at();
            _cursor.skipBlanks();
            const QByteArrayView between = _builder.source().sliced(blanks, _cursor.at() - blanks);
            if (_cursor.peek() == '"') {
                const auto text = takeHoconText(_cursor, _builder);
                if (!text)
                    return text.error();
                _text.append(between).append(*text);
                _any = true;
                _end = _cursor.at();
                continue;
            }
            const qsizetype begin = _cursor.at();
            const QByteArrayView word = _cursor.takeUnquoted();
            if (!word.isEmpty())
                _text.append(between);
            const auto done = word.isEmpty() ? finishPart(_cursor.at()) : takeWord(begin, word);
            if (!done)
                return done.error();
            if (word.isEmpty())
                return std::move(_path);
        }
    }

private:
    [[nodiscard]] Result<void> takeWord(qsizetype begin, QByteArrayView word)
    {
        for (qsizetype i = 0; i < word.size(); ++i) {
            if (word[i] != '.') {
                _text.append(word[i]);
                _any = true;
                _end = begin + i + 1;
                continue;
            }
            if (auto done = finishPart(begin + i); !done)
                return done;
            _begin = _end = begin + i + 1;
        }
        return {};
    }

    [[nodiscard]] Result<void> finishPart(qsizetype at)
    {
        const QByteArrayView source = _builder.source();
        if (!_any)
            return errorAt(source, at, u"a key is expected here"_s);
        if (_path.size() >= static_cast<size_t>(_builder.limits().depth))
            return tooDeep(source, at, _builder.limits());
        Node node = _start;
        node.keyBegin = static_cast<quint32>(_begin);
        node.keyEnd = static_cast<quint32>(_end);
        const QByteArrayView written = source.sliced(_begin, _end - _begin);
        node.key = written == _text ? written : _builder.keep(_text);
        _path.push_back(node);
        _text.clear();
        _any = false;
        return {};
    }

    HoconCursor &_cursor;
    ConfigDocument::Builder &_builder;
    std::vector<Node> _path;
    Node _start;
    QByteArray _text; // of the part that is being read
    qsizetype _begin = 0;
    qsizetype _end = 0;
    bool _any = false; // "" in quotes is a part too
};

} // namespace

Result<std::vector<Node>> readHoconKey(HoconCursor &cursor, ConfigDocument::Builder &builder)
{
    if (isInclude(cursor))
        return cursor.notUnderstood(u"an include"_s);
    return KeyReading(cursor, builder).read();
}

} // namespace archivesmp::config
