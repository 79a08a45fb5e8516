// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/answer.h"
#include "tests/simulator/console.h"
#include "tests/simulator/faults.h"
#include "tests/simulator/options.h"
#include "tests/simulator/pluginboot.h"
#include "tests/simulator/sessions.h"
#include "tests/simulator/tasks.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>

namespace archivesmp::ampsim {

// AMP's numbers.
enum class AppState {
    Undefined = -1,
    Stopped = 0,
    PreStart = 5,
    Starting = 10,
    Ready = 20,
    Restarting = 30,
    Stopping = 40,
    Sleeping = 50,
    Updating = 75,
    Failed = 100,
    Suspended = 200
};
enum class DaemonState { Down, Starting, Up };

// One instance with its two layers: the daemon, which is AMP's own process, and the application, which is the
// Minecraft server. Its files are a real folder.
class Instance final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Instance)

public:
    Instance(const QString &root, int number, const Options &options, const Clock &clock, QObject *parent);

    [[nodiscard]] const QString &name() const { return _name; }
    [[nodiscard]] const QString &id() const { return _uuid; } // the same for the same name, everywhere
    [[nodiscard]] QString minecraftFolder() const { return _root + QStringLiteral("/Minecraft"); }
    [[nodiscard]] const QString &root() const { return _root; }
    [[nodiscard]] int port() const { return _port; }
    [[nodiscard]] int gamePort() const;
    [[nodiscard]] AppState state() const { return _state; }
    [[nodiscard]] DaemonState daemon() const { return _daemon; }
    [[nodiscard]] bool isSuspended() const { return _suspended; }
    [[nodiscard]] std::chrono::seconds uptime() const;
    [[nodiscard]] int players() const;
    [[nodiscard]] Console &console() { return _console; }
    [[nodiscard]] Sessions &sessions() { return _sessions; }
    [[nodiscard]] Faults &faults() { return _faults; }
    [[nodiscard]] Tasks &tasks() { return _tasks; }
    [[nodiscard]] std::optional<QString> setting(const QString &node) const;
    [[nodiscard]] bool setSetting(const QString &node, const QString &value); // false for an unknown node

    // The daemon.
    [[nodiscard]] Answer startDaemon();
    [[nodiscard]] Answer stopDaemon();
    [[nodiscard]] Answer restartDaemon();
    void setSuspended(bool suspended);

    // The application. Accepting is not completing.
    [[nodiscard]] Answer start();
    [[nodiscard]] Answer restart();
    [[nodiscard]] Answer update();
    void stop();
    void kill();
    void crash();
    void command(const QString &text);

private:
    void after(std::chrono::milliseconds time, const std::function<void()> &step);
    void boot();
    void finishStart();
    void finishStop();
    void listPlugins();
    void rememberFiles();
    void rewriteFiles();

    QString _root;
    QString _name;
    QString _uuid;
    int _port;
    const Options &_options;
    const Clock &_clock;
    Faults _faults;
    Console _console;
    Sessions _sessions;
    Tasks _tasks;
    QHash<QString, QString> _settings;
    QTimer _timer; // of the transition that is under way
    std::function<void()> _step;
    AppState _state = AppState::Stopped;
    DaemonState _daemon = DaemonState::Up;
    bool _suspended = false;
    bool _again = false; // start once stopped
    std::chrono::milliseconds _readySince{0};
    QList<EnabledPlugin> _plugins;
    QHash<QString, QByteArray> _loadedFiles; // what rewrite-on-stop writes back
};

} // namespace archivesmp::ampsim
