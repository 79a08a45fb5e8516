// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <vector>

namespace archivesmp::config {

// libyaml counts characters; documents are made of bytes. Turns one into the other, free of cost for ASCII.
class CharOffsets final
{
public:
    explicit CharOffsets(QByteArrayView text); // without a byte order mark

    [[nodiscard]] qsizetype byteOf(size_t character) const;

private:
    QByteArrayView _text;
    size_t _characters = 0;      // of a text that is not ASCII
    std::vector<quint32> _steps; // the byte of every 64th character; empty for ASCII
};

} // namespace archivesmp::config
