// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/amp/ampclient.h"
#include "tests/simulator/panel.h"

#include <QDir>
#include <QFutureWatcher>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace archivesmp::tests {

// A simulated panel in this process with short times, and what an AmpClient needs to speak to it.
class SimulatedPanel final
{
public:
    explicit SimulatedPanel(const QStringList &names = {QStringLiteral("DEV01"), QStringLiteral("SMP101")},
                            const ampsim::Options &wanted = quick(), const Clock &clock = systemClock())
        : panel(laidOut(_folder.path(), names, wanted), clock)
    {
        const Result<quint16> port = panel.listen();
        Q_ASSERT(port);
        access.url = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(*port));
        access.username = panel.options().user;
        access.password = Secret(panel.options().password.toUtf8());
    }

    [[nodiscard]] static ampsim::Options quick()
    {
        ampsim::Options options;
        options.startTime = options.stopTime = options.daemonTime = std::chrono::milliseconds(20);
        return options;
    }
    [[nodiscard]] static const Clock &systemClock()
    {
        static const SystemClock clock;
        return clock;
    }

    [[nodiscard]] ampsim::Instance &instance(const QString &name) { return *panel.fleet().byName(name); }

private:
    static ampsim::Options laidOut(const QString &root, const QStringList &names, ampsim::Options options)
    {
        options.root = root;
        for (const QString &name : names)
            QDir(root).mkpath(name + QStringLiteral("/Minecraft/plugins"));
        return options;
    }

    QTemporaryDir _folder;

public:
    ampsim::Panel panel;
    agent::amp::PanelAccess access;
};

// What the future holds, once it does; lets the panel and the client go on meanwhile.
template <typename T>
[[nodiscard]] Result<T> awaited(const QFuture<Result<T>> &future)
{
    QFutureWatcher<Result<T>> watcher;
    QSignalSpy finished(&watcher, &QFutureWatcher<Result<T>>::finished);
    watcher.setFuture(future);
    if (!future.isFinished() && !finished.wait(10000))
        return Error{ErrorCode::Timeout, QStringLiteral("the future did not complete")};
    return future.result();
}

} // namespace archivesmp::tests
