// SPDX-License-Identifier: GPL-3.0-or-later
// JSON that comes out the same for the same content, and that rounds nothing.
#pragma once

#include "common/core/value.h"

#include <QByteArray>
#include <QByteArrayView>

namespace archivesmp::expectations {

// Whatever it is, config::parse() reads the same text.
void appendJsonText(QByteArray &out, QByteArrayView utf8);

// Numbers as they were written where JSON can hold that, maps sorted by key.
void appendJsonValue(QByteArray &out, const Value &value);

} // namespace archivesmp::expectations
