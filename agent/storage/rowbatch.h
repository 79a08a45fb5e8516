// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/storage/utf8buffer.h"

#include <QVariantList>

#include <vector>

namespace archivesmp::agent::storage {

// Rows on their way into one statement, column by column as a driver binds them. The first value of a column
// that is not null decides what all of them are.
class RowBatch final
{
public:
    struct Column
    {
        enum class Kind { Unknown, Number, Text, Bytes };

        Kind kind = Kind::Unknown;
        std::vector<qint64> numbers;        // or, of a text, where it begins
        std::vector<unsigned long> lengths; // of texts
        std::vector<char> nulls;            // 1 where there is no value
        Utf8Buffer characters;              // of all texts

        void add(qint64 number, unsigned long length, char null)
        {
            numbers.push_back(number);
            lengths.push_back(length);
            nulls.push_back(null);
        }
    };

    // The values of a row from left to right. A null text is no value.
    void number(qint64 value) { next(Column::Kind::Number).add(value, 0, 0); }
    void null() { next(Column::Kind::Unknown).add(0, 0, 1); }
    void text(QStringView value) { unlessNull(Column::Kind::Text, value); }
    void utf8(QByteArrayView value) { unlessNull(Column::Kind::Text, value); }
    void bytes(QByteArrayView value) { unlessNull(Column::Kind::Bytes, value); }
    void value(const QVariant &value);

    // A text that `write` appends to the Utf8Buffer that it gets.
    template <typename Write>
    void written(const Write &write)
    {
        writtenAs(Column::Kind::Text, write);
    }

    void endRow();

    void clear(); // keeps the memory
    [[nodiscard]] qsizetype rows() const { return _rows; }
    [[nodiscard]] qsizetype size() const { return _size; } // in bytes, about
    [[nodiscard]] std::vector<Column> &columns() { return _columns; }
    [[nodiscard]] QVariantList row(qsizetype number) const;

private:
    [[nodiscard]] Column &next(Column::Kind kind)
    {
        constexpr qsizetype sizeOfValue = 16; // beside its text
        if (_column == _known)
            addColumn();
        Column &column = _columns[_column++];
        if (column.kind == Column::Kind::Unknown)
            column.kind = kind;
        Q_ASSERT(kind == Column::Kind::Unknown || kind == column.kind);
        _size += sizeOfValue;
        return column;
    }
    template <typename View>
    void unlessNull(Column::Kind kind, View value)
    {
        if (value.isNull())
            null();
        else
            writtenAs(kind, [value](Utf8Buffer &to) { to.append(value); });
    }
    template <typename Write>
    void writtenAs(Column::Kind kind, const Write &write)
    {
        Column &column = next(kind);
        const qsizetype begin = column.characters.size();
        write(column.characters);
        const qsizetype length = column.characters.size() - begin;
        column.add(begin, static_cast<unsigned long>(length), 0);
        _size += length;
    }

    void addColumn();

    std::vector<Column> _columns;
    size_t _known = 0; // how many there are
    size_t _column = 0;
    qsizetype _rows = 0;
    qsizetype _size = 0;
};

} // namespace archivesmp::agent::storage
