// SPDX-License-Identifier: GPL-3.0-or-later
// The way to one setting inside a document.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace archivesmp {

// A list of keys, each in UTF-8. Keys can hold dots, blanks and slashes, and "01" is not 1: that is why a
// path is a list and not a dotted text. Shown and stored it is dotted, with "\." for a dot inside a key and
// "\\" for a backslash.
class KeyPath final
{
public:
    KeyPath() = default;
    explicit KeyPath(QList<QByteArray> keys)
        : _keys(std::move(keys))
    { }

    // Reads the escaped form; every text is a path, so this cannot fail. An empty text is the empty path.
    [[nodiscard]] static KeyPath fromString(QStringView text);

    [[nodiscard]] QString toString() const;
    [[nodiscard]] const QList<QByteArray> &keys() const { return _keys; }
    [[nodiscard]] bool isEmpty() const { return _keys.isEmpty(); }
    [[nodiscard]] qsizetype size() const { return _keys.size(); }
    [[nodiscard]] QByteArray last() const { return _keys.isEmpty() ? QByteArray() : _keys.last(); }
    [[nodiscard]] KeyPath child(const QByteArray &key) const;
    [[nodiscard]] KeyPath parent() const; // the empty path for a path of one key or none
    [[nodiscard]] bool startsWith(const KeyPath &prefix) const;

    friend bool operator==(const KeyPath &, const KeyPath &) = default;
    friend bool operator<(const KeyPath &a, const KeyPath &b) { return a._keys < b._keys; }
    friend size_t qHash(const KeyPath &path, size_t seed = 0)
    {
        return qHashRange(path._keys.begin(), path._keys.end(), seed);
    }

private:
    QList<QByteArray> _keys;
};

} // namespace archivesmp
