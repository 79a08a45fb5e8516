// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QStringList>

#include <array>

#include <sys/inotify.h>
#include <unistd.h>

namespace archivesmp::tests {

// Tells the files, not the folders, that anybody has read below a root since it was made.
class ReadWatch final
{
public:
    explicit ReadWatch(const QString &root)
        : _watch(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
        QDirIterator folders(root, QDir::Dirs | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (folders.hasNext()) {
            const QString path = folders.next();
            _folders.insert(::inotify_add_watch(_watch, QFile::encodeName(path).constData(), IN_ACCESS),
                            path);
        }
    }
    ~ReadWatch() { ::close(_watch); }

    QStringList files()
    {
        QStringList names;
        alignas(inotify_event) std::array<char, 65536> buffer;
        for (ssize_t size = 0; (size = ::read(_watch, buffer.data(), buffer.size())) > 0;) {
            for (ssize_t at = 0; at < size;) {
                const auto *event = reinterpret_cast<const inotify_event *>(buffer.data() + at);
                if ((event->mask & IN_ISDIR) == 0 && event->len > 0)
                    names.append(QString::fromLocal8Bit(event->name));
                at += static_cast<ssize_t>(sizeof(inotify_event)) + event->len;
            }
        }
        names.removeDuplicates();
        return names;
    }

private:
    Q_DISABLE_COPY_MOVE(ReadWatch)
    int _watch;
    QHash<int, QString> _folders;
};

} // namespace archivesmp::tests
