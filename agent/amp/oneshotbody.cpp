// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/amp/oneshotbody.h"

#include <cstring>
#include <utility>

namespace archivesmp::agent::amp {

OneShotBody::OneShotBody(QByteArray bytes, QObject *parent)
    : QIODevice(parent)
    , _bytes(std::move(bytes))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 OneShotBody::readData(char *target, qint64 limit)
{
    if (atEnd())
        return -1;
    const qsizetype count = std::min<qsizetype>(limit, _bytes.size() - _position);
    std::memcpy(target, _bytes.constData() + _position, static_cast<size_t>(count));
    _position += count;
    return count;
}

} // namespace archivesmp::agent::amp
