// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

namespace archivesmp::ampsim {

enum class TaskState { Running = 0, Failed = 3, Finished = 4 };

struct Task
{
    QString id;
    QString name;
    QString description;
    QDateTime start;
    QDateTime end = {};
    TaskState state = TaskState::Running;
};

// The long work of one instance, as the panel lists it until somebody dismisses it.
class Tasks final
{
public:
    [[nodiscard]] QString begin(const QString &name, const QString &description);
    void end(const QString &id, TaskState state);
    [[nodiscard]] bool dismiss(const QString &id); // only what has ended
    void dismissAll();
    [[nodiscard]] const QList<Task> &all() const { return _tasks; }

private:
    QList<Task> _tasks;
};

} // namespace archivesmp::ampsim
