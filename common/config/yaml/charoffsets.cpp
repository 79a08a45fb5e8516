// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/yaml/charoffsets.h"

#include "common/config/sourcetext.h"

#include <algorithm>

namespace archivesmp::config {

namespace {

constexpr size_t stepLength = 64;

bool startsCharacter(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}

} // namespace

CharOffsets::CharOffsets(QByteArrayView text)
    : _text(text)
{
    if (isAscii(text))
        return;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (startsCharacter(text[i]) && _characters++ % stepLength == 0)
            _steps.push_back(static_cast<quint32>(i));
    }
}

qsizetype CharOffsets::byteOf(size_t character) const
{
    if (_steps.empty())
        return std::min(static_cast<qsizetype>(character), _text.size());
    character = std::min(character, _characters);
    const size_t step = std::min(character / stepLength, _steps.size() - 1);
    const char *at = _text.data() + _steps[step];
    for (size_t left = character - step * stepLength; left > 0; --left)
        at = std::find_if(at + 1, _text.data() + _text.size(), startsCharacter);
    return at - _text.data();
}

} // namespace archivesmp::config
