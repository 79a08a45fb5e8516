// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/instance.h"

#include "tests/simulator/pluginboot.h"

#include <QFile>
#include <QFileInfo>
#include <QUuid>

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

constexpr int firstPanelPort = 8081;
constexpr int firstGamePort = 25565;

QString idOf(const QString &name)
{
    const QUuid space(u"{6f1b6c2e-0f0a-4f6e-9f4f-6a0c5a4a7d10}"_s);
    return QUuid::createUuidV5(space, name).toString(QUuid::WithoutBraces);
}

} // namespace

Instance::Instance(const QString &root, int number, const Options &options, const Clock &clock,
                   QObject *parent)
    : QObject(parent)
    , _root(root)
    , _name(QFileInfo(root).fileName())
    , _uuid(idOf(_name))
    , _port(firstPanelPort + number)
    , _options(options)
    , _clock(clock)
    , _faults(root)
    , _sessions(clock, options.sessionTtl)
{
    _settings = {{u"MinecraftModule.Minecraft.ServerType"_s, u"Paper"_s},
                 {u"MinecraftModule.Minecraft.PortNumber"_s, QString::number(gamePort())},
                 {u"MinecraftModule.Java.MaxHeapSizeMB"_s, u"4096"_s},
                 {u"MinecraftModule.Limits.MaxPlayers"_s, u"20"_s},
                 {u"FileManagerPlugin.FileManager.BasePath"_s, u"./Minecraft/"_s}};
    _timer.setSingleShot(true);
    connect(&_timer, &QTimer::timeout, this, [this] { std::exchange(_step, nullptr)(); });
    if (_faults.has(faults::daemonStopped)) {
        _daemon = DaemonState::Down;
        _state = AppState::Undefined;
    } else if (!_faults.has(faults::stopped)) {
        rememberFiles();
        _state = AppState::Ready;
        _readySince = _clock.uptime();
        _console.write(u"Done (2.117s)! For help, type \"help\""_s);
    }
}

int Instance::gamePort() const
{
    QFile file(minecraftFolder() + u"/server.properties"_s);
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("server-port="))
                return line.mid(line.indexOf('=') + 1).trimmed().toInt();
        }
    }
    return firstGamePort + _port - firstPanelPort;
}

std::chrono::seconds Instance::uptime() const
{
    if (_state != AppState::Ready)
        return std::chrono::seconds(0);
    return std::chrono::duration_cast<std::chrono::seconds>(_clock.uptime() - _readySince);
}

int Instance::players() const
{
    const QStringList lines = _faults.lines(faults::players);
    return _state == AppState::Ready && !lines.isEmpty() ? lines.first().toInt() : 0;
}

std::optional<QString> Instance::setting(const QString &node) const
{
    const auto found = _settings.constFind(node);
    return found != _settings.cend() ? std::optional(*found) : std::nullopt;
}

bool Instance::setSetting(const QString &node, const QString &value)
{
    if (!_settings.contains(node))
        return false;
    _settings.insert(node, value);
    return true;
}

Answer Instance::startDaemon()
{
    if (_suspended)
        return refused(u"The specified instance is suspended"_s);
    if (_daemon != DaemonState::Down)
        return refused(u"The specified instance is already running"_s);
    _daemon = DaemonState::Starting;
    after(_options.daemonTime, [this] {
        _daemon = DaemonState::Up;
        _console = Console();
        _state = AppState::Stopped;
    });
    return accepted();
}

Answer Instance::stopDaemon()
{
    if (_daemon == DaemonState::Down)
        return refused(u"The specified instance is not running"_s);
    if (_state == AppState::Ready)
        rewriteFiles();
    _timer.stop();
    _again = false;
    _daemon = DaemonState::Down;
    _sessions.closeAll();
    _state = AppState::Undefined;
    return accepted();
}

Answer Instance::restartDaemon()
{
    const Answer stopped = stopDaemon();
    return stopped.value.toObject().value("Status"_L1).toBool() ? startDaemon() : stopped;
}

void Instance::setSuspended(bool suspended)
{
    if (suspended && _daemon != DaemonState::Down)
        static_cast<void>(stopDaemon());
    _suspended = suspended;
}

Answer Instance::start()
{
    if (_state != AppState::Stopped && _state != AppState::Sleeping && _state != AppState::Failed)
        return refused(u"The application is not in a state from which it can be started"_s);
    boot();
    return accepted();
}

Answer Instance::restart()
{
    if (_state != AppState::Ready)
        return refused(u"The application is not running"_s);
    _again = true;
    _state = AppState::Restarting;
    after(_options.stopTime, [this] { finishStop(); });
    return accepted();
}

Answer Instance::update()
{
    if (_state != AppState::Stopped)
        return refused(u"The application must be stopped before it can be updated"_s);
    _state = AppState::Updating;
    const QString task = _tasks.begin(u"Updating application"_s, u"Downloading Paper 1.21.8"_s);
    after(_options.startTime, [this, task] {
        _tasks.end(task, TaskState::Finished);
        _state = AppState::Stopped;
    });
    return accepted();
}

void Instance::stop()
{
    if (_state == AppState::Starting || _state == AppState::PreStart) {
        kill();
        return;
    }
    if (_state != AppState::Ready)
        return;
    _console.write(u"Stopping the server"_s);
    _state = AppState::Stopping;
    if (!_faults.has(faults::stopHangs))
        after(_options.stopTime, [this] { finishStop(); });
}

void Instance::kill()
{
    _timer.stop();
    _again = false;
    if (_daemon == DaemonState::Up)
        _state = AppState::Stopped;
}

void Instance::crash()
{
    _timer.stop();
    _again = false;
    _console.write(u"Encountered an unexpected exception"_s, u"Server thread/ERROR"_s);
    _console.write(u"This crash report has been saved to: crash-reports/crash-server.txt"_s,
                   u"Server thread/ERROR"_s);
    _state = AppState::Failed;
}

void Instance::command(const QString &text)
{
    const QString word = text.section(u' ', 0, 0);
    if (_state != AppState::Ready)
        return;
    if (word == "stop"_L1)
        stop();
    else if (word == "list"_L1)
        _console.write(u"There are %1 of a max of 20 players online:"_s.arg(players()));
    else if (word == "version"_L1)
        _console.write(u"This server is running Paper version 1.21.8-40 (MC: 1.21.8)"_s);
    else if (word == "plugins"_L1)
        listPlugins();
    else if (word == "say"_L1)
        _console.write(u"[Server] "_s + text.section(u' ', 1));
    else
        _console.write(u"Unknown or incomplete command, see below for error"_s);
}

void Instance::after(std::chrono::milliseconds time, const std::function<void()> &step)
{
    _step = step;
    _timer.start(time);
}

void Instance::boot()
{
    _state = AppState::PreStart;
    after(_options.startTime / 4, [this] {
        _console.write(u"Starting minecraft server version 1.21.8"_s);
        _state = AppState::Starting;
        if (!_faults.has(faults::startHangs))
            after(_options.startTime - _options.startTime / 4, [this] { finishStart(); });
    });
}

void Instance::finishStart()
{
    rememberFiles();
    PluginBoot plugins(minecraftFolder(), _faults, _console);
    const BootOutcome outcome = plugins.run();
    _plugins = plugins.enabled();
    if (outcome == BootOutcome::Crashed || _faults.has(faults::startFails)) {
        crash();
        return;
    }
    const double seconds = static_cast<double>(_options.startTime.count()) / 1000.0;
    _console.write(u"Done (%1s)! For help, type \"help\""_s.arg(seconds, 0, 'f', 3));
    _readySince = _clock.uptime();
    _state = AppState::Ready;
    if (_faults.has(faults::crashAfterStart))
        after(_options.stopTime, [this] { crash(); });
}

void Instance::listPlugins()
{
    QStringList names;
    for (const EnabledPlugin &plugin : _plugins)
        names.append(plugin.name);
    _console.write(u"Plugins (%1): %2"_s.arg(names.size()).arg(names.join(u", "_s)));
}

void Instance::finishStop()
{
    for (const EnabledPlugin &plugin : std::exchange(_plugins, {}))
        _console.write(u"[%1] Disabling %2"_s.arg(plugin.name, plugin.title()));
    rewriteFiles();
    if (std::exchange(_again, false))
        boot();
    else
        _state = AppState::Stopped;
}

void Instance::rememberFiles()
{
    _loadedFiles.clear();
    for (const QString &path : _faults.lines(faults::rewriteOnStop)) {
        QFile file(minecraftFolder() + u'/' + path);
        if (file.open(QIODevice::ReadOnly))
            _loadedFiles.insert(file.fileName(), file.readAll());
    }
}

void Instance::rewriteFiles()
{
    if (!_faults.has(faults::rewriteOnStop))
        return;
    for (auto it = _loadedFiles.cbegin(); it != _loadedFiles.cend(); ++it) {
        QFile file(it.key());
        if (file.open(QIODevice::WriteOnly | QIODevice::Truncate))
            file.write(it.value());
    }
}

} // namespace archivesmp::ampsim
