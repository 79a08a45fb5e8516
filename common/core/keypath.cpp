// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/keypath.h"

#include <algorithm>

namespace archivesmp {

KeyPath KeyPath::fromString(QStringView text)
{
    if (text.isEmpty())
        return {};
    QList<QByteArray> keys;
    QString key;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c == u'\\' && i + 1 < text.size() && (text.at(i + 1) == u'.' || text.at(i + 1) == u'\\')) {
            key += text.at(++i);
        } else if (c == u'.') {
            keys.append(key.toUtf8());
            key.clear();
        } else {
            key += c;
        }
    }
    keys.append(key.toUtf8());
    return KeyPath(std::move(keys));
}

QString KeyPath::toString() const
{
    QString text;
    for (qsizetype i = 0; i < _keys.size(); ++i) {
        if (i > 0)
            text += u'.';
        const QString key = QString::fromUtf8(_keys.at(i));
        for (const QChar c : key) {
            if (c == u'.' || c == u'\\')
                text += u'\\';
            text += c;
        }
    }
    return text;
}

KeyPath KeyPath::child(const QByteArray &key) const
{
    QList<QByteArray> keys = _keys;
    keys.append(key);
    return KeyPath(std::move(keys));
}

KeyPath KeyPath::parent() const
{
    return _keys.isEmpty() ? KeyPath() : KeyPath(_keys.first(_keys.size() - 1));
}

bool KeyPath::startsWith(const KeyPath &prefix) const
{
    return prefix.size() <= size() && std::equal(prefix._keys.begin(), prefix._keys.end(), _keys.begin());
}

} // namespace archivesmp
