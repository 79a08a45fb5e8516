// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/domain/finding.h"
#include "common/drift/comparisonrules.h"
#include "common/drift/detectoroptions.h"
#include "common/drift/expectationtree.h"
#include "common/drift/valuecomparison.h"
#include "common/expectations/expectationset.h"

#include <QList>

#include <optional>
#include <utility>
#include <vector>

namespace archivesmp::drift {

// What the comparison of one document tells about the other documents of the same file.
struct ComparisonTraces
{
    QList<std::pair<int, KeyPath>> learned;   // entry, and its path with a dot in a key
    QList<std::pair<int, FindingId>> missing; // entry, and the finding that DriftDetector::settle() may move
};

// An export of a file without settings: only that the file is there is expected.
[[nodiscard]] bool isAnyMap(const expectations::ExpectedValue &expected);

[[nodiscard]] std::optional<expectations::LayeredValue> expectedValueOf(
    const expectations::ExpectationSet &set, const expectations::Setting &setting,
    const domain::InstanceRef &instance);

// Compares one document with what is expected of its file on one instance, node by node.
class DocumentComparison final
{
public:
    // All that is in it must outlive the comparison.
    struct Wanted
    {
        const expectations::ExpectationSet &set;
        const expectations::PluginExpectations &plugin;
        const ResolvedFile &file;
        const DetectorOptions &options;
        ExpectationTree &tree;
        const FileRules *rules; // nullptr where none concerns the file
        bool extras;            // whether extra keys can be reported
    };

    // So must these. `path` is relative to the Minecraft folder.
    DocumentComparison(const Wanted &wanted, const domain::InstanceRef &instance, const QString &path,
                       const config::ConfigDocument &document);

    // Either of these, once.
    void compareWhole();
    void compareExcerpt(std::vector<bool> asExpected); // per entry; the document holds what is not

    [[nodiscard]] const QList<domain::Finding> &findings() const { return _findings; }
    [[nodiscard]] const ComparisonTraces &traces() const { return _traces; }

private:
    using NodeIndex = config::ConfigDocument::NodeIndex;

    void walk(NodeIndex map, ExpectationTree::Index tree);
    void visit(NodeIndex node, ExpectationTree::Index tree);
    void judge(NodeIndex node, int entry);
    void reportExtra(NodeIndex node);
    void reportStructure(NodeIndex node);
    void reportMissing();
    void reportProblems();
    void conceal(domain::Finding &finding, const expectations::ExpectedValue &expected) const;
    [[nodiscard]] bool reportsExtra(NodeIndex node) const;
    [[nodiscard]] Match matchOf(NodeIndex node, const Value &expected) const;
    [[nodiscard]] std::optional<expectations::LayeredValue> valueOf(int setting) const;
    [[nodiscard]] domain::Finding finding(domain::FindingKind kind) const;

    const Wanted &_wanted;
    const domain::InstanceRef &_instance;
    const QString &_path;
    const config::ConfigDocument &_document;
    std::vector<bool> _seen; // per entry: found, or below something that was reported
    QList<domain::Finding> _findings;
    ComparisonTraces _traces;
};

} // namespace archivesmp::drift
