// SPDX-License-Identifier: GPL-3.0-or-later
// A text that must not be seen.
#pragma once

#include <QByteArray>
#include <QDebug>

namespace archivesmp {

// Holds a password, key or token in UTF-8. It cannot be logged or compared with == by accident, and its
// memory is wiped when it goes. The text is reached through reveal() only, so that every use can be searched
// for.
class Secret final
{
public:
    Secret() = default;
    explicit Secret(QByteArray text);
    Secret(const Secret &other) = default;
    Secret(Secret &&other) noexcept = default;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret();

    [[nodiscard]] const QByteArray &reveal() const { return _text; }
    [[nodiscard]] bool isEmpty() const { return _text.isEmpty(); }

    // Takes the same time wherever the two differ.
    [[nodiscard]] bool equals(const Secret &other) const;

    friend QDebug operator<<(QDebug, const Secret &) = delete;

private:
    void wipe();

    QByteArray _text;
};

} // namespace archivesmp
