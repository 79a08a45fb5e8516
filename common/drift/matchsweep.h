// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/yaml/blocksweep.h"
#include "common/core/keypath.h"
#include "common/drift/expectationtree.h"
#include "common/drift/quickvalue.h"

#include <utility>
#include <vector>

namespace archivesmp::drift {

// Looks for the first sign that a file is not wholly as expected, while it is being read. It judges nothing:
// at such a sign it stops, and the comparison of the whole document decides.
class MatchSweep final : public config::BlockVisitor
{
public:
    enum class Extras { Allowed, Refused };

    // `values` has one for each entry of the tree; all of these must outlive the sweep.
    MatchSweep(ExpectationTree &tree, const QuickValues &values, Extras extras);

    [[nodiscard]] bool open(QByteArrayView key, Value::Type container) override;
    bool close() override;
    [[nodiscard]] bool scalar(QByteArrayView key, QByteArrayView text, Value::Type type) override;

    // After a sweep that saw the whole file: whether everything that is expected was there.
    [[nodiscard]] bool isComplete() const;
    [[nodiscard]] qint64 settings() const { return _settings; } // single values and lists in maps

    // Entries that were found at a key with a dot in it, and their paths.
    [[nodiscard]] const std::vector<std::pair<int, KeyPath>> &learned() const { return _learned; }

private:
    struct Frame
    {
        QByteArrayView key;
        ExpectationTree::Index tree = ExpectationTree::none;
        bool isMap = false;
        const Value *value = nullptr; // the expected list or map that this must be
        qsizetype items = 0;          // how many of its items or entries there were so far
    };

    [[nodiscard]] bool find(QByteArrayView key, int &entry);
    [[nodiscard]] bool mark(int entry, QByteArrayView key);
    [[nodiscard]] static const Value *nextIn(Frame &frame, QByteArrayView key);
    [[nodiscard]] bool openInTree(Frame &frame, Value::Type container);

    ExpectationTree &_tree;
    const QuickValues &_values;
    Extras _extras;
    std::vector<Frame> _frames;
    std::vector<char> _seen; // per entry
    std::vector<std::pair<int, KeyPath>> _learned;
    ExpectationTree::Index _found = ExpectationTree::none; // by the last find()
    qint64 _settings = 0;
};

} // namespace archivesmp::drift
