// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/instance.h"

#include <QDir>
#include <QTemporaryDir>

namespace archivesmp::tests {

// One instance in a folder of its own, with short times.
class InstanceFixture final
{
public:
    // The faults are set before the instance is made.
    explicit InstanceFixture(const QStringList &faults = {})
    {
        QDir(_folder.path()).mkpath(QStringLiteral("SMP101/Minecraft/plugins"));
        options.startTime = options.stopTime = options.daemonTime = std::chrono::milliseconds(20);
        ampsim::Faults set(root());
        for (const QString &fault : faults)
            set.set(fault);
        instance = std::make_unique<ampsim::Instance>(root(), 0, options, _clock, nullptr);
    }

    [[nodiscard]] QString root() const { return _folder.filePath(QStringLiteral("SMP101")); }
    [[nodiscard]] QString plugins() const { return root() + QStringLiteral("/Minecraft/plugins/"); }

    // The lines that were written since the last question.
    [[nodiscard]] QStringList newLines()
    {
        QStringList texts;
        for (const ampsim::ConsoleEntry &entry : instance->console().read(_cursor))
            texts.append(entry.text);
        return texts;
    }

    ampsim::Options options;
    std::unique_ptr<ampsim::Instance> instance;

private:
    QTemporaryDir _folder;
    SystemClock _clock;
    qint64 _cursor = 0;
};

[[nodiscard]] inline bool isAccepted(const ampsim::Answer &answer)
{
    return answer.value.toObject().value(u"Status").toBool();
}

} // namespace archivesmp::tests
