// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/expectations/aliassuggestions.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::expectations {

// What an import found, for the admin to look at before anything is accepted. Holds no secret.
struct ImportReport
{
    struct FileCounts
    {
        QString file;
        QString content;  // "universal", "variable", "matrix", "rules"
        QString platform; // "paper", …; empty where the file has none
        int plugins = 0;
        int settings = 0; // as the file counts them; a map is one
        int values = 0;   // the single values in them

        friend bool operator==(const FileCounts &, const FileCounts &) = default;
    };

    // A setting that stands in the universal and in the variable file.
    struct Conflict
    {
        QString plugin;
        QString key;
        QStringList instances; // for which the variable one wins

        friend bool operator==(const Conflict &, const Conflict &) = default;
    };

    // Something in the files that looks damaged.
    struct DoctorNote
    {
        QString plugin;
        QString key;
        QString found;    // "a text in literal quotes"
        QString proposal; // "unquote", "do not use"
        QString excerpt;  // of the value; empty for a secret

        friend bool operator==(const DoctorNote &, const DoctorNote &) = default;
    };

    // A setting whose value is never shown.
    struct SecretNote
    {
        QString plugin;
        QString key;
        int instances = 0; // 0 for a universal one

        friend bool operator==(const SecretNote &, const SecretNote &) = default;
    };

    QList<FileCounts> files;
    int plugins = 0; // distinct, with universal or variable settings, over all platforms
    int universalPlugins = 0;
    int universalSettings = 0;
    int variablePlugins = 0;
    int variableSettings = 0;
    QStringList variableInstances;
    int matrixPlugins = 0; // rows
    int matrixInstances = 0;
    int matrixRequired = 0;
    QStringList matrixRepeated; // plugins with several rows that agree
    QString matrixQuestion;     // why the matrix is not taken as truth, and what to do; empty where it is
    QList<UnknownInstance> unknownInstances;
    QList<Conflict> conflicts;
    QList<DoctorNote> doctor;
    QList<SecretNote> secrets;
    QStringList notInMatrix; // plugins with settings and no row
    int rules = 0;           // in the file of rules
    QStringList packsOff;    // shipped packs, or rules of them, that it turns off

    [[nodiscard]] QJsonObject toJson() const; // what archivesmpctl import --json prints
    [[nodiscard]] QString toText() const;     // the same for people

    friend bool operator==(const ImportReport &, const ImportReport &) = default;
};

} // namespace archivesmp::expectations
