// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

#include <QByteArray>
#include <QList>

namespace archivesmp::config {

// Bytes of a document to put in the place of others.
struct Patch
{
    qsizetype begin = 0;
    qsizetype end = 0;
    QByteArray text;
};

// The ways in which a change can be written, best first. Only what parses again to the wanted document
// counts.
using Patches = Result<QList<Patch>>;

[[nodiscard]] QByteArray patched(const QByteArray &source, const Patch &patch);

// Why a change cannot be made, at a place of the document.
[[nodiscard]] Error refusal(const ConfigDocument &document, ConfigDocument::NodeIndex node,
                            const QString &reason);

// How the values of one format are changed in place. Containers and nodes named here belong to `document`.
class FormatEditing
{
public:
    using NodeIndex = ConfigDocument::NodeIndex;

    virtual ~FormatEditing() = default;

    [[nodiscard]] virtual Patches replace(const ConfigDocument &document, NodeIndex node,
                                          const Value &value) const = 0;
    // Into a map, or a null that becomes one; more than one key makes the maps in between.
    [[nodiscard]] virtual Patches insertKey(const ConfigDocument &document, NodeIndex map,
                                            const QList<QByteArray> &keys, const Value &value) const = 0;
    [[nodiscard]] virtual Patches removeKey(const ConfigDocument &document, NodeIndex node) const = 0;
    // Before the item of that number, or behind the last.
    [[nodiscard]] virtual Patches insertItem(const ConfigDocument &document, NodeIndex list, int position,
                                             const Value &value) const = 0;
    [[nodiscard]] virtual Patches removeItem(const ConfigDocument &document, NodeIndex node) const = 0;
};

} // namespace archivesmp::config
