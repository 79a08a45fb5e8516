// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/readturn.h"

#include <QFile>

#include <array>
#include <mutex>
#include <utility>

#include <sys/syscall.h>
#include <unistd.h>

namespace {

std::mutex guard; // guards the rest
QByteArray watched;
std::function<void(int)> act;
int reads = 0;

std::function<void()> turnOf(int descriptor)
{
    const std::lock_guard lock(guard);
    if (watched.isEmpty())
        return {};
    std::array<char, 4096> path{};
    const QByteArray link = "/proc/self/fd/" + QByteArray::number(descriptor);
    const ssize_t size = ::readlink(link.constData(), path.data(), path.size());
    if (size < 0 || QByteArrayView(path.data(), size) != watched)
        return {};
    return [turn = act, before = reads++] { turn(before); };
}

} // namespace

// In the place of the C library's.
extern "C" ssize_t read(int descriptor, void *buffer, size_t size)
{
    if (const auto turn = turnOf(descriptor))
        turn();
    return ::syscall(SYS_read, descriptor, buffer, size);
}

namespace archivesmp::tests {

ReadTurn::ReadTurn(const QString &path, std::function<void(int before)> wanted)
{
    const std::lock_guard lock(guard);
    watched = QFile::encodeName(path);
    act = std::move(wanted);
    reads = 0;
}

ReadTurn::~ReadTurn()
{
    const std::lock_guard lock(guard);
    watched.clear();
    act = nullptr;
}

} // namespace archivesmp::tests
