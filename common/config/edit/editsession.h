// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/edit/patch.h"

namespace archivesmp::config {

// A document that is changed one small step after the other. Each step is written in the first of the ways
// that its format offers which, parsed again, gives exactly the wanted document; where none does, the step is
// refused and the document is as before.
class EditSession final
{
public:
    EditSession(ConfigDocument document, const FormatEditing &editing);

    [[nodiscard]] const ConfigDocument &document() const { return _document; }

    // Maps and lists are taken apart, so that only what differs is written.
    [[nodiscard]] Result<void> set(const KeyPath &path, const Value &value);
    [[nodiscard]] Result<void> remove(const KeyPath &path);

private:
    enum class Change { Set, Insert, Remove };

    [[nodiscard]] Result<void> insertKey(const KeyPath &path, const Value &value);
    [[nodiscard]] Result<void> setMap(const KeyPath &path, const Value &value);
    [[nodiscard]] Result<void> setList(const KeyPath &path, const Value &value);
    [[nodiscard]] Result<void> apply(const Patches &patches, Change change, const KeyPath &path,
                                     const Value &value);
    [[nodiscard]] Result<void> requireOwn(ConfigDocument::NodeIndex node) const;

    ConfigDocument _document;
    const FormatEditing &_editing;
    Value _value; // of the whole document
};

// Equal in type and spelling, not only in meaning. `path` may differ in spelling, and need only mean `path`'s
// value.
[[nodiscard]] bool sameButSpelling(const Value &a, const Value &b, const KeyPath &path);

} // namespace archivesmp::config
