// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/tasks.h"

#include <QUuid>

namespace archivesmp::ampsim {

QString Tasks::begin(const QString &name, const QString &description)
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    _tasks.append(Task{id, name, description, QDateTime::currentDateTimeUtc()});
    return id;
}

void Tasks::end(const QString &id, TaskState state)
{
    for (Task &task : _tasks) {
        if (task.id == id) {
            task.state = state;
            task.end = QDateTime::currentDateTimeUtc();
        }
    }
}

bool Tasks::dismiss(const QString &id)
{
    return _tasks.removeIf([&id](const Task &task) {
        return task.id == id && task.state != TaskState::Running;
    }) > 0;
}

void Tasks::dismissAll()
{
    _tasks.removeIf([](const Task &task) { return task.state != TaskState::Running; });
}

} // namespace archivesmp::ampsim
