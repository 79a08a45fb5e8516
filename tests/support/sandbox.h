// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <optional>
#include <utility>

namespace archivesmp::tests {

// A folder of a test's own with instances in it: <path>/instances/<name>/Minecraft/…
class Sandbox final
{
public:
    Sandbox()
        : Sandbox(QString())
    { }
    // A folder that is there already and stays; none for one of its own.
    explicit Sandbox(QString path)
        : _path(std::move(path))
    {
        // Only where it is used: a process that is killed leaves it behind.
        if (_path.isEmpty())
            _path = _folder.emplace().path();
    }

    [[nodiscard]] QString path(const QString &relative = {}) const
    {
        return relative.isEmpty() ? _path : QString(_path + QLatin1Char('/') + relative);
    }
    [[nodiscard]] QString root() const { return path(QStringLiteral("instances")); }

    // Writes a file beneath the sandbox and makes its folders.
    void write(const QString &relative, const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(path(relative)).absolutePath());
        QFile file(path(relative));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path(relative)));
    }
    [[nodiscard]] QByteArray read(const QString &relative) const
    {
        QFile file(path(relative));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] bool has(const QString &relative) const { return QFileInfo::exists(path(relative)); }

    // Every file beneath a folder, for seeing that nothing was left behind.
    [[nodiscard]] QStringList files(const QString &relative) const
    {
        QStringList found;
        const QDir folder(path(relative));
        for (const QFileInfo &entry : folder.entryInfoList(
                 QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name)) {
            const QString inside = relative + QLatin1Char('/') + entry.fileName();
            if (entry.isDir() && !entry.isSymLink())
                found += files(inside);
            else
                found.append(inside);
        }
        return found;
    }

private:
    QString _path;
    std::optional<QTemporaryDir> _folder;
};

} // namespace archivesmp::tests
