// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSet>
#include <QString>

#include <mutex>

namespace archivesmp::scan {

// Texts that many instances have in common, each kept once: a thousand instances hold the same few hundred
// names, versions and paths of plugins. May be used from several threads.
class SharedTexts final
{
public:
    // Gives equal texts the same memory.
    void share(QString &text)
    {
        const std::lock_guard lock(_guard);
        text = *_texts.insert(text);
    }
    void share(QByteArray &text)
    {
        const std::lock_guard lock(_guard);
        text = *_bytes.insert(text);
    }

private:
    std::mutex _guard; // guards the rest
    QSet<QString> _texts;
    QSet<QByteArray> _bytes;
};

} // namespace archivesmp::scan
