// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/yaml/blocksweep.h"
#include "common/core/keypath.h"
#include "common/drift/expectationtree.h"
#include "common/drift/quickvalue.h"

#include <utility>
#include <vector>

namespace archivesmp::drift {

// Looks for what is not as expected in a file while it is being read. It judges nothing: it keeps single
// values that differ, for the comparison to judge, and stops at everything else and where very many differ.
class MatchSweep final : public config::BlockVisitor
{
public:
    enum class Extras { Allowed, Refused };

    // `values` has one for each entry of the tree; all of these must outlive the sweep.
    MatchSweep(ExpectationTree &tree, const QuickValues &values, Extras extras);

    [[nodiscard]] bool open(const config::ConfigDocument::Node &container) override;
    bool close() override;
    [[nodiscard]] Answer scalar(const config::ConfigDocument::Node &scalar) override;

    [[nodiscard]] bool foreseen(QByteArrayView line) override;

    // After a sweep that saw the whole file: whether everything that is expected was there and the same.
    [[nodiscard]] bool isClean() const;
    [[nodiscard]] std::vector<bool> asExpected() const; // per entry: seen, and the same
    // The values that differ, and all maps in which something is expected, whether it is there or not.
    [[nodiscard]] const std::vector<config::SweptNode> &excerpt() const { return _excerpt; }
    [[nodiscard]] qint64 settings() const { return _settings; } // single values and lists in maps

    // Entries that were found at a key with a dot in it, and their paths.
    [[nodiscard]] const std::vector<std::pair<int, KeyPath>> &learned() const { return _learned; }

private:
    enum class Seen : char { Not, Same, Different };
    static constexpr int mostDifferent = 64;

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
    [[nodiscard]] bool look(const config::ConfigDocument::Node &scalar, size_t entry);
    [[nodiscard]] bool openInTree(Frame &frame, Value::Type container);

    ExpectationTree &_tree;
    const QuickValues &_values;
    Extras _extras;
    std::vector<Frame> _frames;
    std::vector<Seen> _seen; // per entry
    int _different = 0;
    std::vector<config::SweptNode> _excerpt;
    std::vector<std::pair<int, KeyPath>> _learned;
    ExpectationTree::Index _found = ExpectationTree::none; // by the last find()
    qint64 _settings = 0;
};

} // namespace archivesmp::drift
