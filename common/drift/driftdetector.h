// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/domain/finding.h"
#include "common/drift/comparisonrules.h"
#include "common/drift/detectoroptions.h"
#include "common/drift/documentcomparison.h"
#include "common/drift/expectationtree.h"
#include "common/drift/keyresolver.h"
#include "common/drift/quickvalue.h"
#include "common/expectations/expectationset.h"

#include <QHash>
#include <QList>

#include <memory>
#include <vector>

namespace archivesmp::drift {

// Compares the documents of one plugin with what is expected of them. Pure: no files, no clock. Made once per
// plugin and fed with the documents of all instances, because a key that one document writes with a dot in it
// tells where it belongs in the others; settle() applies that at the end. Different files may be compared by
// different threads at the same time, the documents of one file one after the other. The set and the plugin's
// expectations must outlive it.
class DriftDetector final
{
public:
    DriftDetector(const expectations::ExpectationSet &set, const expectations::PluginExpectations &plugin,
                  PluginResolution resolution, DetectorOptions options);

    [[nodiscard]] const std::vector<ResolvedFile> &files() const { return _resolution.files; }

    // Those of the resolution, and those that have two values.
    [[nodiscard]] const QList<UnresolvedKeys> &unresolved() const { return _resolution.unresolved; }

    // Whether any setting of this file has a value for the instance.
    [[nodiscard]] bool isExpected(const domain::InstanceRef &instance, size_t file) const;

    // Whether the key has a value for the instance, of its own or in a map or list that is expected as a
    // whole.
    [[nodiscard]] bool isExpected(const domain::InstanceRef &instance, size_t file, const KeyPath &key) const;

    // What compare() finds in a YAML file, found out without making a document of it. Nothing for everything
    // unusual: then parse() and compare() decide. Whatever compare() looks at besides maps and single values
    // must be refused here.
    struct Swept
    {
        QList<domain::Finding> findings;
        qint64 settings = 0;
    };
    [[nodiscard]] std::optional<Swept> sweep(const domain::InstanceRef &instance, size_t file,
                                             const QString &path, const QByteArray &bytes);

    // `path` is relative to the Minecraft folder.
    [[nodiscard]] QList<domain::Finding> compare(const domain::InstanceRef &instance, size_t file,
                                                 const QString &path, const config::ConfigDocument &document);
    [[nodiscard]] domain::Finding missingFile(const domain::InstanceRef &instance, const QString &path) const;
    // What parse() refused.
    [[nodiscard]] domain::Finding unparsable(const domain::InstanceRef &instance, const QString &path,
                                             const Error &error) const;
    [[nodiscard]] domain::Finding unreadable(const domain::InstanceRef &instance, const QString &path,
                                             const QString &reason) const;

    // What the last sweep or comparison of a file told about its other documents, and the way to tell it
    // again without the document.
    using Traces = ComparisonTraces;
    [[nodiscard]] const Traces &traces(size_t file) const { return _files[file].traces; }
    void repeat(size_t file, const Traces &traces);

    // Gives back the memory that comparing this file took: all its documents were compared.
    void finish(size_t file) { _files[file].expected.reset(); }

    // Gives missing keys the path that they have in the documents that hold them.
    void settle(QList<domain::Finding> &findings);

private:
    using NodeIndex = config::ConfigDocument::NodeIndex;
    // A document in which everything is as expected. Servers often have the same file byte for byte.
    struct Clean
    {
        QByteArray bytes;
        qint64 settings = 0;
        Traces traces;
    };
    // What is expected of a file, in the form in which it is looked for.
    struct Expected
    {
        ExpectationTree tree;
        QuickValues values; // per entry, for a sweep; those of the next by the instance it is of
        std::vector<int> byInstance;
        bool canSweep = true;
        std::unique_ptr<const FileRules> rules; // of the path that was compared last
        QString path;
        std::vector<Clean> clean; // the newest last
    };
    struct File
    {
        std::unique_ptr<Expected> expected;       // from the first document on
        std::vector<KeyPath> learned;             // per entry: its path where a key with a dot was found
        Traces traces;                            // of the last document
        QList<std::pair<FindingId, int>> missing; // entries whose findings settle() may move
    };

    [[nodiscard]] Expected &expectedOf(size_t file);
    [[nodiscard]] Expected prepared(const ResolvedFile &file) const;
    [[nodiscard]] const FileRules *rulesOf(Expected &expected, const QString &path) const;
    [[nodiscard]] static const Clean *knownAsClean(const Expected &expected, const QByteArray &bytes);
    static void keepClean(Expected &expected, Clean clean);
    [[nodiscard]] DocumentComparison::Wanted wantedOf(size_t file, const QString &path);
    [[nodiscard]] std::optional<expectations::LayeredValue> valueOf(const domain::InstanceRef &instance,
                                                                    int setting) const;
    [[nodiscard]] domain::Finding finding(const domain::InstanceRef &instance, const QString &path,
                                          domain::FindingKind kind) const;

    const expectations::ExpectationSet &_set;
    std::unique_ptr<const expectations::PluginExpectations> _joined; // where several settings are one
    const expectations::PluginExpectations &_plugin;
    PluginResolution _resolution;
    DetectorOptions _options;
    ComparisonRules _rules;
    std::vector<File> _files;
    QHash<FindingId, std::pair<size_t, int>> _missing; // of all files, for settle(): file and entry
};

} // namespace archivesmp::drift
