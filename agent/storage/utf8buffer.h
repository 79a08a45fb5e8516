// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QStringEncoder>
#include <QStringView>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

namespace archivesmp::agent::storage {

// Text in UTF-8 that grows at its end, for millions of short pieces: nothing is asked of the allocator for
// one of them, and all of it is inline.
class Utf8Buffer final
{
public:
    [[nodiscard]] char *data() const { return _data.get(); } // null where nothing was ever appended
    [[nodiscard]] qsizetype size() const { return _size; }
    void truncate(qsizetype size) { _size = size; } // keeps the memory

    void append(char one) { *room(1) = one, _size += 1; }
    void append(QByteArrayView text)
    {
        char *const to = room(text.size());
        if (!text.isEmpty())
            std::memcpy(to, text.data(), static_cast<size_t>(text.size()));
        _size += text.size();
    }
    void append(qint64 number)
    {
        constexpr qsizetype longest = 20;
        char *const begin = room(longest);
        _size += std::to_chars(begin, begin + longest, number).ptr - begin;
    }
    void append(QStringView text)
    {
        constexpr qsizetype mostBytes = 3; // of one UTF-16 unit
        char *const begin = room(mostBytes * text.size());
        char16_t all = 0;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const char16_t unit = text.utf16()[i];
            all |= unit;
            begin[i] = static_cast<char>(unit);
        }
        _size += all < 0x80 ? text.size() : _encoder.appendToBuffer(begin, text) - begin;
    }
    void appendHex(QByteArrayView bytes)
    {
        constexpr char digits[] = "0123456789abcdef";
        char *to = room(2 * bytes.size());
        for (const char byte : bytes) {
            *to++ = digits[static_cast<unsigned char>(byte) >> 4];
            *to++ = digits[static_cast<unsigned char>(byte) & 15];
        }
        _size += 2 * bytes.size();
    }

private:
    // Where the next `size` bytes may be written; never null.
    [[nodiscard]] char *room(qsizetype size)
    {
        if (_size + size >= _capacity)
            grow(_size + size + 1);
        return _data.get() + _size;
    }
    void grow(qsizetype least)
    {
        constexpr qsizetype first = 4096;
        _capacity = std::max({first, least, 2 * _capacity});
        std::unique_ptr<char[]> larger(new char[static_cast<size_t>(_capacity)]);
        if (_size > 0)
            std::memcpy(larger.get(), _data.get(), static_cast<size_t>(_size));
        _data = std::move(larger);
    }

    std::unique_ptr<char[]> _data;
    qsizetype _size = 0;
    qsizetype _capacity = 0;
    QStringEncoder _encoder{QStringConverter::Utf8, QStringConverter::Flag::Stateless};
};

} // namespace archivesmp::agent::storage
