// SPDX-License-Identifier: GPL-3.0-or-later
// Lines and members of a document that is to be changed in place.
#pragma once

#include "common/config/configdocument.h"

#include <vector>

namespace archivesmp::config {

[[nodiscard]] qsizetype lineBegin(QByteArrayView source, qsizetype at);
[[nodiscard]] qsizetype lineEnd(QByteArrayView source, qsizetype at);  // before the line break
[[nodiscard]] qsizetype nextLine(QByteArrayView source, qsizetype at); // behind the line break
[[nodiscard]] QByteArray lineBreakOf(QByteArrayView source); // of the first line; LF where there is none
[[nodiscard]] qsizetype columnOf(QByteArrayView source, qsizetype at); // in characters from 0

[[nodiscard]] bool isBlank(QByteArrayView text);    // nothing but spaces, tabs and line breaks
[[nodiscard]] bool hasComment(QByteArrayView text); // looks as if: a "#" at a line's begin or behind a blank

[[nodiscard]] std::vector<ConfigDocument::NodeIndex> childrenOf(const ConfigDocument &document,
                                                                ConfigDocument::NodeIndex container);
[[nodiscard]] bool isInsideFlow(const ConfigDocument &document, ConfigDocument::NodeIndex node);

// {a: {b: value}} for the keys a, b.
[[nodiscard]] Value nested(const QList<QByteArray> &keys, qsizetype from, const Value &value);

// The whole lines from `begin` to `end`, and the line break that then is too many.
struct Span
{
    qsizetype begin = 0;
    qsizetype end = 0;
};
[[nodiscard]] Span wholeLines(QByteArrayView source, qsizetype begin, qsizetype end);

} // namespace archivesmp::config
