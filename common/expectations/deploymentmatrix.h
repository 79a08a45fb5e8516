// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::expectations {

// Whether a plugin belongs on an instance. Undecided: the matrix says nothing about it.
enum class Presence { Undecided, Allowed, Required, Forbidden };

// One row: a plugin and what the matrix says about it per instance.
struct MatrixRow
{
    QString plugin;
    QString type; // "bukkit/paper", "velocity", "geyser"
    bool autoUpdate = false;
    QString updateSource;
    QList<Presence> cells; // one per instance of the matrix
    QString version;       // that the plugin has wherever it is; stars as in rules; empty: any
    QStringList versions;  // one per instance where a cell says its own; else empty

    // The version for one of the instances, or, for -1, for one that the matrix does not know.
    [[nodiscard]] QString versionFor(qsizetype instance) const;

    friend bool operator==(const MatrixRow &, const MatrixRow &) = default;
};

// Which plugin belongs on which instance.
struct DeploymentMatrix
{
    QStringList instances; // the names of its columns, without "server_"
    QList<MatrixRow> rows;

    [[nodiscard]] bool isEmpty() const { return rows.isEmpty(); }
    [[nodiscard]] int required() const; // how many cells say so

    // Whether it can be believed: one that leaves more than half of the instances without any plugin was
    // never filled in, and would make nearly everything that is installed unexpected.
    [[nodiscard]] bool isPlausible() const;

    friend bool operator==(const DeploymentMatrix &, const DeploymentMatrix &) = default;
};

// A matrix as it was read from its file.
struct ParsedMatrix
{
    DeploymentMatrix matrix;
    int rowCount = 0;     // in the file; repeated rows are in the matrix once
    QStringList repeated; // plugins with several rows that agree, with the lines of both
};

// Whether a JAR of this version is what is wanted: "5.4.1", "v5.4.1" and "5.4.*" all want 5.4.1.
[[nodiscard]] bool fitsVersion(const QString &wanted, const QString &version);

// Reads the CSV file by its header. Beside server_<instance> it can have a column expected_version; a cell
// "true@1.2.3" wants another version on that instance. Errors name line and column (of the cell, counted in
// cells) and reject the whole: two rows of one plugin that contradict each other too.
[[nodiscard]] Result<ParsedMatrix> parseMatrix(const QByteArray &csv);

} // namespace archivesmp::expectations
