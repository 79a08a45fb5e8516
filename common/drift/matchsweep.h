// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/yaml/blocksweep.h"
#include "common/core/keypath.h"
#include "common/drift/expectationtree.h"
#include "common/drift/quickvalue.h"

#include <utility>
#include <vector>

namespace archivesmp::drift {

// Looks for what is not as expected in a file while it is being read. It judges nothing: it keeps what
// differs for the comparison to judge, and stops at what has not even the expected structure and where very
// much differs. Lists and maps that differ are only named; a second sweep, which is told, keeps them whole.
class MatchSweep final : public config::BlockVisitor
{
public:
    enum class Extras { Allowed, Refused };

    // `values` has one for each entry of the tree; all of these must outlive the sweep. `unlike` is what the
    // first sweep of the file named.
    MatchSweep(ExpectationTree &tree, const QuickValues &values, Extras extras, std::vector<int> unlike = {});
    ~MatchSweep();

    [[nodiscard]] bool open(const config::ConfigDocument::Node &container) override;
    bool close() override;
    [[nodiscard]] Answer scalar(const config::ConfigDocument::Node &scalar) override;

    [[nodiscard]] ForeseenLines foreseenLines(QByteArrayView text, qsizetype indent, qsizetype most) override;
    [[nodiscard]] Foreseen foreseen(QByteArrayView line) override;

    // After a sweep that saw the whole file: whether everything that is expected was there and the same.
    [[nodiscard]] bool isClean() const;
    [[nodiscard]] std::vector<bool> asExpected() const; // per entry: seen, and the same
    // Entries whose list or map differs, and which this sweep was not told of.
    [[nodiscard]] const std::vector<int> &unlike() const { return _unlike; }
    // The values that differ and the maps around them; where something is missing, all maps in which
    // something is expected.
    [[nodiscard]] std::vector<config::SweptNode> excerpt() const;
    [[nodiscard]] qint64 settings() const { return _settings; } // single values and lists in maps

    // Entries that were found at a key with a dot in it, and their paths.
    [[nodiscard]] const std::vector<std::pair<int, KeyPath>> &learned() const { return _learned; }

private:
    Q_DISABLE_COPY_MOVE(MatchSweep)
    enum class Seen : char { Not, Same, Different };
    static constexpr int mostDifferent = 64;
    static constexpr int noEntry = -1;

    struct Frame
    {
        QByteArrayView key;
        ExpectationTree::Index tree = ExpectationTree::none;
        bool isMap = false;
        bool isKept = false;               // with all that is in it
        int entry = noEntry;               // whose list or map this is part of
        const Value *value = nullptr;      // the expected list or map that this must be, …
        const QuickValue *items = nullptr; // … what it holds where that is known, …
        qsizetype count = 0;               // … how much of that there was so far …
        quint64 taken = 0;                 // … and which of the first entries of a map
    };

    // Memory that one sweep after the other uses in the same thread.
    struct Scratch
    {
        std::vector<Frame> frames;
        std::vector<Seen> seen;
        std::vector<config::SweptNode> excerpt;
    };
    [[nodiscard]] static Scratch &scratch();

    [[nodiscard]] bool foresees(const Frame &frame) const;
    [[nodiscard]] const char *takeNext(Frame &frame, const char *text, const char *end);
    [[nodiscard]] const char *takeExpected(const Frame &map, const char *text, const char *end);
    [[nodiscard]] const char *takeHeld(Frame &frame, const char *text, const char *end);
    [[nodiscard]] bool find(QByteArrayView key, int &entry);
    [[nodiscard]] bool mark(int entry);
    [[nodiscard]] static qsizetype nextIn(Frame &frame, QByteArrayView key);
    [[nodiscard]] bool isNext(Frame &frame, const config::ConfigDocument::Node &scalar) const;
    [[nodiscard]] bool look(const config::ConfigDocument::Node &scalar, size_t entry);
    [[nodiscard]] bool openInTree(Frame &frame, Value::Type container);
    [[nodiscard]] bool openInValue(Frame &frame, Value::Type container);
    [[nodiscard]] bool setUnlike(int entry);
    void keep(const config::ConfigDocument::Node &node);
    [[nodiscard]] bool isComplete() const;

    ExpectationTree &_tree;
    const QuickValues &_values;
    Extras _extras;
    std::vector<Frame> _frames;
    std::vector<Seen> _seen;  // per entry
    std::vector<int> _toKeep; // entries, sorted
    std::vector<int> _unlike;
    int _different = 0;
    std::vector<config::SweptNode> _excerpt;
    std::vector<std::pair<int, KeyPath>> _learned;
    const char *_tried = nullptr;                             // where takeNext() failed last, …
    const char *_colon = nullptr;                             // … and the colon behind the key, if any
    ExpectationTree::Index _found = ExpectationTree::none;    // by the last find()
    ExpectationTree::Index _foreseen = ExpectationTree::none; // the one of the next node's key, if any
    qint64 _settings = 0;
};

} // namespace archivesmp::drift
