// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/drift/expectationtree.h"
#include "common/drift/quickvalue.h"

#include <QByteArrayList>

#include <QSet>

#include <optional>
#include <vector>

namespace archivesmp::drift {

// Which of some dotted keys files hold, whatever their values are; dots are understood as findDotted() does.
// A file in which none of the keys can begin is not even parsed, nor one that is like the one before; and the
// keys are not put in order for files that hold none. One thread at a time may use it.
class KeyPresence final
{
public:
    explicit KeyPresence(const QByteArrayList &keys); // without duplicates; an empty one is in every file

    // Per key. Nothing is in a file that cannot be parsed.
    [[nodiscard]] std::vector<bool> in(const QByteArray &bytes, config::Format format);

private:
    [[nodiscard]] std::vector<bool> readFrom(const QByteArray &bytes, config::Format format);
    [[nodiscard]] bool hasNoBegin(const QByteArray &bytes);
    [[nodiscard]] bool mayHold(const QByteArray &bytes, config::Format format) const;
    void walk(const config::ConfigDocument &document, config::ConfigDocument::NodeIndex map,
              ExpectationTree::Index tree, std::vector<bool> &held);

    QByteArrayList _keys;
    QSet<QByteArrayView> _begins;         // what is before the keys' first dots
    std::optional<ExpectationTree> _tree; // made for the first file in which one of them begins
    QuickValues _values;                  // one for each key, and none of them expected
    QByteArrayList _signs;  // one of these is in the bytes of every file that holds one of the keys …
    bool _hasSigns = false; // … where this is so
    QByteArray _lastBytes;  // of the file that was read last, …
    config::Format _lastFormat = config::Format::Unknown;
    std::vector<bool> _lastHeld; // … and what it holds
};

} // namespace archivesmp::drift
