// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/instance.h"

#include <QList>

namespace archivesmp::ampsim {

// The instances of one panel: every <root>/<Name>/Minecraft that is there when it starts.
class Fleet final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Fleet)

public:
    Fleet(const Options &options, const Clock &clock, QObject *parent = nullptr);

    [[nodiscard]] const QList<Instance *> &instances() const { return _instances; }
    [[nodiscard]] Instance *byId(const QString &id) const; // nullptr where there is none
    [[nodiscard]] Instance *byName(const QString &name) const;
    [[nodiscard]] const Clock &clock() const { return _clock; }

private:
    const Clock &_clock;
    QList<Instance *> _instances;
};

} // namespace archivesmp::ampsim
