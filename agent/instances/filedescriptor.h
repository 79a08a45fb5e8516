// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>

#include <utility>

namespace archivesmp::agent::instances {

// An open file or folder of the operating system, closed at the end.
class FileDescriptor final
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int number)
        : _number(number)
    { }
    FileDescriptor(FileDescriptor &&other) noexcept
        : _number(std::exchange(other._number, -1))
    { }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        std::swap(_number, other._number);
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;
    ~FileDescriptor()
    {
        if (_number >= 0)
            ::close(_number);
    }

    [[nodiscard]] bool isOpen() const { return _number >= 0; }
    [[nodiscard]] int number() const { return _number; }

private:
    int _number = -1;
};

} // namespace archivesmp::agent::instances
