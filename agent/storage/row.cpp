// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/storage/row.h"

namespace archivesmp::agent::storage {

using namespace Qt::StringLiterals;

QDateTime Row::time()
{
    const QString text = this->text();
    if (text.isEmpty())
        return {};
    // MariaDB shows six digits of the second, we write three.
    QDateTime time = QDateTime::fromString(text.left(23), u"yyyy-MM-dd HH:mm:ss.zzz"_s);
    time.setTimeSpec(Qt::UTC);
    return time;
}

std::optional<int> Row::optionalNumber()
{
    const QVariant value = _query.value(_next++);
    return value.isNull() ? std::nullopt : std::optional(value.toInt());
}

QVariant column(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toUTC().toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s))
                          : QVariant(QMetaType(QMetaType::QString));
}

QVariant column(const std::optional<int> &number)
{
    return number ? QVariant(*number) : QVariant(QMetaType(QMetaType::Int));
}

QVariant columnOrNull(const QString &text)
{
    return text.isEmpty() ? QVariant(QMetaType(QMetaType::QString)) : QVariant(text);
}

QVariant hexColumn(const QByteArray &bytes)
{
    return columnOrNull(QString::fromLatin1(bytes.toHex()));
}

} // namespace archivesmp::agent::storage
