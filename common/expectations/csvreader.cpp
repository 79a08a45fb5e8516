// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/csvreader.h"

#include <QStringDecoder>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

Error malformed(const QString &message, int line, qsizetype cell, const QString &remedy)
{
    return {ErrorCode::InvalidInput, message, {}, line, static_cast<int>(cell), {}, remedy};
}

class LineReader final
{
public:
    LineReader(QByteArrayView line, int number)
        : _line(line)
        , _number(number)
    { }

    Result<CsvRow> read()
    {
        CsvRow row{_number, {}};
        while (true) {
            auto cell = readCell(row.cells.size() + 1);
            if (!cell)
                return cell.error();
            row.cells.append(*cell);
            if (_at >= _line.size())
                return row;
            ++_at; // the comma
            if (_at == _line.size()) {
                row.cells.append(QString());
                return row;
            }
        }
    }

private:
    Result<QString> readCell(qsizetype number)
    {
        if (_at < _line.size() && _line[_at] == '"')
            return readQuoted(number);
        const qsizetype comma = _line.indexOf(',', _at);
        const qsizetype end = comma < 0 ? _line.size() : comma;
        const QByteArrayView text = _line.sliced(_at, end - _at);
        if (text.indexOf('"') >= 0)
            return malformed(u"a quote inside an unquoted cell"_s, _number, number,
                             u"double it and quote the cell"_s);
        _at = end;
        return QString::fromUtf8(text);
    }

    Result<QString> readQuoted(qsizetype number)
    {
        QByteArray text;
        for (++_at; _at < _line.size(); ++_at) {
            if (_line[_at] != '"') {
                text += _line[_at];
            } else if (_at + 1 < _line.size() && _line[_at + 1] == '"') {
                text += '"';
                ++_at;
            } else {
                ++_at;
                if (_at < _line.size() && _line[_at] != ',')
                    return malformed(u"text after the closing quote"_s, _number, number,
                                     u"put the whole cell in quotes"_s);
                return QString::fromUtf8(text);
            }
        }
        return malformed(u"the quote is not closed on its line"_s, _number, number,
                         u"close it; cells with line breaks are not understood"_s);
    }

    QByteArrayView _line;
    int _number = 0;
    qsizetype _at = 0;
};

Result<void> checkEncoding(const QByteArray &csv)
{
    if (csv.startsWith("\xef\xbb\xbf"))
        return malformed(u"the file begins with a byte order mark"_s, 1, 1,
                         u"save it as UTF-8 without one"_s);
    if (const qsizetype nul = csv.indexOf('\0'); nul >= 0)
        return malformed(u"the character U+0000 stands in the file"_s,
                         static_cast<int>(csv.first(nul).count('\n')) + 1, 1, u"save it as a text"_s);
    if (!csv.isValidUtf8())
        return malformed(u"the file is not UTF-8"_s, 1, 1, u"save it as UTF-8"_s);
    if (csv.contains('\r') && !csv.contains('\n'))
        return malformed(u"the lines end with a carriage return only"_s, 1, 1,
                         u"save it with LF or CRLF line ends"_s);
    return {};
}

Result<void> checkWidth(const QList<CsvRow> &rows)
{
    const CsvRow &header = rows.first();
    if (header.cells.size() == 1 && header.cells.first().contains(u';'))
        return malformed(u"the cells are separated by semicolons"_s, header.line, 1,
                         u"save it with commas"_s);
    for (const CsvRow &row : rows) {
        if (row.cells.size() == header.cells.size())
            continue;
        return malformed(
            u"the row has %1 cells, the header has %2"_s.arg(row.cells.size()).arg(header.cells.size()),
            row.line, std::min(row.cells.size(), header.cells.size()) + 1,
            u"give every row as many cells as the header"_s);
    }
    return {};
}

} // namespace

Result<QList<CsvRow>> readCsv(const QByteArray &csv)
{
    if (const auto encoding = checkEncoding(csv); !encoding)
        return encoding.error();
    QList<CsvRow> rows;
    const QByteArrayList lines = csv.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QByteArrayView line = lines.at(i);
        if (line.endsWith('\r'))
            line.chop(1);
        if (line.trimmed().isEmpty())
            continue;
        auto row = LineReader(line, static_cast<int>(i + 1)).read();
        if (!row)
            return row.error();
        rows.append(*row);
    }
    if (rows.isEmpty())
        return malformed(u"the file is empty"_s, 1, 1, u"give it a header and one row per plugin"_s);
    if (const auto width = checkWidth(rows); !width)
        return width.error();
    return rows;
}

} // namespace archivesmp::expectations
