// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulator/dialect.h"
#include "tests/simulator/filestore.h"
#include "tests/simulator/instance.h"

#include <QObject>

namespace archivesmp::ampsim {

struct Backup
{
    QString id;
    QString title;
    QString description;
    QDateTime at;
    QString takenBy;
    bool sticky = false;
    bool automatic = false;
    qint64 rawSize = 0; // of the files in it
};

// The backups of one instance, ZIP archives beneath <instance>/.ampsim/backups. One that is asked for is
// listed only later, as AMP does it, and one that is too large never is (fault backup-dropped). They are
// forgotten when the panel ends.
class Backups final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Backups)

public:
    Backups(Instance &instance, FileStore &files, const Options &options, const Dialect &dialect,
            QObject *parent = nullptr);

    [[nodiscard]] Answer take(Backup wanted);
    [[nodiscard]] Answer list() const;
    enum class Existing { Keep, Delete };
    [[nodiscard]] Answer restore(const QString &id, Existing existing);
    [[nodiscard]] bool remove(const QString &id);
    [[nodiscard]] bool setSticky(const QString &id, bool sticky);

private:
    void complete(Backup backup, const QString &task);
    [[nodiscard]] QString archiveOf(const QString &id) const;
    [[nodiscard]] QJsonObject manifestOf(const Backup &backup) const;
    [[nodiscard]] Backup *find(const QString &id);

    Instance &_instance;
    FileStore &_files;
    const Options &_options;
    const Dialect &_dialect;
    QList<Backup> _backups;
};

} // namespace archivesmp::ampsim
