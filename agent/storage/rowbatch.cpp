// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/rowbatch.h"

namespace archivesmp::agent::storage {

namespace {

QVariant nullOf(RowBatch::Column::Kind kind)
{
    using Kind = RowBatch::Column::Kind;
    if (kind == Kind::Number)
        return QVariant(QMetaType(QMetaType::LongLong));
    return QVariant(QMetaType(kind == Kind::Bytes ? QMetaType::QByteArray : QMetaType::QString));
}

} // namespace

void RowBatch::value(const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QString:
        return text(value.toString());
    case QMetaType::QByteArray:
        return bytes(value.toByteArray());
    default:
        return value.isNull() ? null() : number(value.toLongLong());
    }
}

void RowBatch::addColumn()
{
    _columns.emplace_back();
    _known = _columns.size();
}

void RowBatch::endRow()
{
    Q_ASSERT(_column == _columns.size());
    _column = 0;
    ++_rows;
}

void RowBatch::clear()
{
    for (Column &column : _columns) {
        column.kind = Column::Kind::Unknown;
        column.numbers.clear();
        column.lengths.clear();
        column.nulls.clear();
        column.characters.truncate(0);
    }
    _column = 0;
    _rows = 0;
    _size = 0;
}

QVariantList RowBatch::row(qsizetype number) const
{
    QVariantList values;
    values.reserve(static_cast<qsizetype>(_columns.size()));
    const auto at = static_cast<size_t>(number);
    for (const Column &column : _columns) {
        const auto text = [&] {
            return QByteArrayView(column.characters.data() + column.numbers[at],
                                  static_cast<qsizetype>(column.lengths[at]));
        };
        if (column.nulls[at] != 0)
            values.append(nullOf(column.kind));
        else if (column.kind == Column::Kind::Number)
            values.append(column.numbers[at]);
        else if (column.kind == Column::Kind::Bytes)
            values.append(text().toByteArray());
        else
            values.append(QString::fromUtf8(text()));
    }
    return values;
}

} // namespace archivesmp::agent::storage
