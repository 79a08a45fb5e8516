// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/clock.h"
#include "common/core/logging.h"
#include "tests/simulator/commandline.h"
#include "tests/simulator/controldoor.h"
#include "tests/simulator/panel.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

using namespace archivesmp;

namespace {

int signalPipe[2];

void onSignal(int)
{
    const char byte = 0;
    [[maybe_unused]] const ssize_t written = write(signalPipe[1], &byte, 1);
}

// SIGTERM and SIGINT end the event loop, so that sockets and timers are closed in order.
void quitOnSignals(QCoreApplication &application)
{
    if (pipe2(signalPipe, O_CLOEXEC | O_NONBLOCK) != 0)
        qFatal("cannot make a pipe");
    auto *notifier = new QSocketNotifier(signalPipe[0], QSocketNotifier::Read, &application);
    QObject::connect(notifier, &QSocketNotifier::activated, &application, &QCoreApplication::quit);
    struct sigaction action = {};
    action.sa_handler = onSignal;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
}

int fail(const Error &error)
{
    std::fprintf(stderr, "archivesmp-ampsim: %s\n", qPrintable(describe(error)));
    return error.code == ErrorCode::InvalidArgument ? 2 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    installLogging(LogTime::Shown);
    const QStringList arguments = QCoreApplication::arguments().mid(1);
    if (arguments.contains(QStringLiteral("--help")) || arguments.contains(QStringLiteral("-h"))) {
        std::fputs(qPrintable(ampsim::usage()), stdout);
        return 0;
    }
    if (arguments.contains(QStringLiteral("--version")) || arguments.contains(QStringLiteral("-v"))) {
        std::puts("archivesmp-ampsim " ARCHIVESMP_VERSION);
        return 0;
    }
    const Result<ampsim::Options> options = ampsim::parseCommandLine(arguments);
    if (!options)
        return fail(options.error());
    quitOnSignals(application);

    const SystemClock clock;
    ampsim::Panel panel(*options, clock);
    ampsim::ControlDoor door(panel);
    if (options->controlPort) {
        const Result<quint16> port = door.listen(*options->controlPort);
        if (!port)
            return fail(port.error());
        std::printf("control on 127.0.0.1:%d\n", *port);
    }
    const Result<quint16> port = panel.listen();
    if (!port)
        return fail(port.error());
    std::printf("listening on 127.0.0.1:%d\n", *port);
    std::fflush(stdout);
    return QCoreApplication::exec();
}
