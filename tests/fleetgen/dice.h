// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QList>

#include <random>

namespace archivesmp::fleetgen {

// Numbers that are the same for the same seed on every machine, which std's distributions are not.
class Dice final
{
public:
    explicit Dice(quint64 seed)
        : _engine(seed)
    { }

    // A sequence of its own for one thing, so that adding another thing does not change it.
    Dice(quint64 seed, QByteArrayView thing)
        : _engine(mixed(seed, thing))
    { }

    [[nodiscard]] int below(int limit) { return static_cast<int>(_engine() % static_cast<quint64>(limit)); }
    [[nodiscard]] bool oneIn(int n) { return below(n) == 0; }

    template <typename T>
    [[nodiscard]] const T &pick(const QList<T> &items)
    {
        return items.at(below(static_cast<int>(items.size())));
    }

    template <typename T>
    void shuffle(QList<T> &items)
    {
        for (qsizetype i = items.size() - 1; i > 0; --i)
            items.swapItemsAt(i, below(static_cast<int>(i + 1)));
    }

private:
    static quint64 mixed(quint64 seed, QByteArrayView thing)
    {
        quint64 hash = 14695981039346656037ULL ^ seed;
        for (const char c : thing)
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        return hash;
    }

    std::mt19937_64 _engine;
};

} // namespace archivesmp::fleetgen
