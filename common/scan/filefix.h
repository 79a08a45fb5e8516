// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/finding.h"
#include "common/expectations/expectationset.h"
#include "common/scan/safefolder.h"
#include "common/scan/secretmask.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace archivesmp::scan {

// A finding that a file's editor would not put right, and why.
struct RefusedFix
{
    domain::Finding finding;
    QString reason;
};

// What a fix of one file would do.
struct FileFix
{
    QString file; // relative to the Minecraft folder
    QByteArray before;
    QByteArray after; // equal to before where everything was refused
    QList<domain::Finding> fixed;
    QList<RefusedFix> refused;
    SecretPaths secrets; // what a rule calls a secret in this file

    [[nodiscard]] QString diff() const; // hunks, secrets masked
};

// Where the expected values of secrets come from: the set, where it holds them in plain.
struct FixValues
{
    const expectations::ExpectationSet &set;
    QByteArray fleetKey;
};

// Works out the fix of the fixable findings of one file, all at once or, where the editor refuses that, one
// after the other. Writes nothing. An Error where the file cannot be read; Conflict where it is not the one
// that was scanned any more.
[[nodiscard]] Result<FileFix> planFileFix(const SafeFolder &game, const QString &file,
                                          const QList<domain::Finding> &findings, const FixValues &values);

// Puts a preview into the first `limit` fixable findings. An expected secret that the set holds sealed is
// shown as stars, like all others.
void addPreviews(QList<domain::Finding> &findings, const SafeFolder &game, const FixValues &values,
                 int limit);

} // namespace archivesmp::scan
