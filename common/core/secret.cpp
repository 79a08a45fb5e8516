// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/secret.h"

#include <utility>

namespace archivesmp {

Secret::Secret(QByteArray text)
    : _text(std::move(text))
{ }

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        _text = other._text;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        _text = std::exchange(other._text, {});
    }
    return *this;
}

Secret::~Secret()
{
    wipe();
}

bool Secret::equals(const Secret &other) const
{
    // The length is not a secret here: all keys of one kind have the same.
    if (_text.size() != other._text.size())
        return false;
    unsigned char difference = 0;
    for (qsizetype i = 0; i < _text.size(); ++i)
        difference |= static_cast<unsigned char>(_text.at(i) ^ other._text.at(i));
    return difference == 0;
}

void Secret::wipe()
{
    // A shared buffer belongs to another Secret too; the last owner wipes it.
    if (_text.isDetached()) {
        volatile char *bytes = _text.data();
        for (qsizetype i = 0; i < _text.size(); ++i)
            bytes[i] = 0;
    }
    _text.clear();
}

} // namespace archivesmp
