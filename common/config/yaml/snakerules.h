// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"

#include <optional>

namespace archivesmp::config {

// What SnakeYAML refuses and libyaml lets pass, so that a file which the plugin cannot read is told as such:
// tabs between tokens and before a plain scalar's next line, an escape that YAML 1.1 does not have, and a
// comment or tab right behind "|" or ">". To be asked in the order of the text.
class SnakeRules final
{
public:
    // The bytes from `begin` on are the document.
    SnakeRules(QByteArrayView source, qsizetype begin);

    // What stands between the last token and the next, which begins at `end`.
    [[nodiscard]] std::optional<Error> checkBetween(qsizetype end);

    // A scalar at its place, without its tag and anchor.
    [[nodiscard]] std::optional<Error> checkScalar(const ConfigDocument::Node &scalar);

private:
    [[nodiscard]] std::optional<Error> checkPlain(qsizetype begin, qsizetype end) const;
    [[nodiscard]] std::optional<Error> checkEscapes(qsizetype begin, qsizetype end) const;
    [[nodiscard]] std::optional<Error> checkBlockHeader(qsizetype begin, qsizetype end) const;

    QByteArrayView _source;
    qsizetype _begin = 0;
    qsizetype _read = 0; // up to where tokens have been looked at
    bool _afterPlain = false;
    bool _hasTabs = false;
    bool _hasForeignEscapes = false;
};

} // namespace archivesmp::config
