// SPDX-License-Identifier: GPL-3.0-or-later
// Ids that cannot be mistaken for one another.
#pragma once

#include <QHashFunctions>
#include <QString>

#include <compare>

namespace archivesmp {

// A text that names one thing of one kind. An empty id names nothing.
template <typename Tag>
class StrongId final
{
public:
    StrongId() = default;
    explicit StrongId(QString text)
        : _text(std::move(text))
    { }

    [[nodiscard]] const QString &toString() const { return _text; }
    [[nodiscard]] bool isEmpty() const { return _text.isEmpty(); }

    friend bool operator==(const StrongId &, const StrongId &) = default;
    friend bool operator<(const StrongId &a, const StrongId &b) { return a._text < b._text; }
    friend size_t qHash(const StrongId &id, size_t seed = 0) { return qHash(id._text, seed); }

private:
    QString _text;
};

using JobId = StrongId<struct JobIdTag>;         // a lower-case UUID without braces
using PlanId = StrongId<struct PlanIdTag>;       // the plan's own hash, hexadecimal
using FindingId = StrongId<struct FindingIdTag>; // a hash of server, instance, file, path and kind
using RuleId = StrongId<struct RuleIdTag>;       // a lower-case UUID, or "pack/…" for a shipped one
using BackupId = StrongId<struct BackupIdTag>;

} // namespace archivesmp
