// SPDX-License-Identifier: GPL-3.0-or-later
// How a value is written in YAML.
#pragma once

#include "common/config/configdocument.h"

#include <QList>

namespace archivesmp::config {

enum class YamlContext { Block, Flow };

// The ways to write a scalar, best first: in the style and manner of the one that it replaces where that can
// be.
[[nodiscard]] QList<QByteArray> yamlSpellings(const Value &value, ConfigDocument::Style style,
                                              QByteArrayView before, YamlContext context);

[[nodiscard]] QByteArray yamlFlow(const Value &value);
[[nodiscard]] QByteArray yamlKey(QByteArrayView key, YamlContext context);

// "|" with the lines of a text beneath, each behind the indent; empty where a text cannot be written so.
[[nodiscard]] QByteArray yamlLiteral(QByteArrayView text, qsizetype indent, const QByteArray &lineBreak);

// How a document is laid out.
struct YamlLayout
{
    QByteArray lineBreak = "\n";
    qsizetype step = 2;       // indent of a map within a map
    qsizetype listOffset = 2; // indent of a list's dashes from its key
};

// A map's or list's lines without the line break at the end. The first line is not indented: it is put where
// the indent already stands.
[[nodiscard]] QByteArray yamlBlock(const Value &value, qsizetype indent, const YamlLayout &layout);

// "key: value", or the key with a block beneath it.
[[nodiscard]] QByteArray yamlEntry(const QByteArray &key, const Value &value, qsizetype indent,
                                   const YamlLayout &layout);

} // namespace archivesmp::config
