// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/service/terminationsignals.h"

#include <QSocketNotifier>

#ifdef Q_OS_UNIX
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace archivesmp::agent::service {

#ifdef Q_OS_UNIX

namespace {

// A signal handler may do next to nothing; writing one byte to a socket is allowed.
std::array<int, 2> sockets{-1, -1};

extern "C" void writeSignalNumber(int number)
{
    const int before = errno;
    const auto byte = static_cast<unsigned char>(number);
    [[maybe_unused]] const ssize_t written = ::write(sockets[0], &byte, 1);
    errno = before;
}

} // namespace

TerminationSignals::TerminationSignals(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        qFatal("socketpair failed");
    _notifier = std::make_unique<QSocketNotifier>(sockets[1], QSocketNotifier::Read);
    connect(_notifier.get(), &QSocketNotifier::activated, this, &TerminationSignals::readPending);
    struct sigaction action
    { };
    action.sa_handler = writeSignalNumber;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
}

TerminationSignals::~TerminationSignals()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    _notifier.reset();
    for (int &socket : sockets)
        ::close(std::exchange(socket, -1));
}

void TerminationSignals::readPending()
{
    unsigned char number = 0;
    while (::read(sockets[1], &number, 1) == 1)
        Q_EMIT received(number);
}

#else

TerminationSignals::TerminationSignals(QObject *parent)
    : QObject(parent)
{ }
TerminationSignals::~TerminationSignals() = default;
void TerminationSignals::readPending() { }

#endif

} // namespace archivesmp::agent::service
