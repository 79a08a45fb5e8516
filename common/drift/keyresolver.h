// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/domain/driftreport.h"
#include "common/expectations/setting.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <vector>

namespace archivesmp::drift {

// The configuration files of one plugin on one instance: the stem (relative to the plugin's folder, without
// the ending) → the file's name with its ending.
using FilesByStem = QHash<QByteArray, QByteArray>;

// The settings of one file of a plugin.
struct ResolvedFile
{
    QByteArray stem;
    QByteArray name; // as most instances have it, "config.yml"
    struct Entry
    {
        int setting = 0;   // index into PluginExpectations::settings
        QByteArray dotted; // the way inside the file; empty for the whole file
    };
    std::vector<Entry> entries;
};

using domain::UnresolvedKeys;

// Which file every setting of one plugin is in.
struct PluginResolution
{
    std::vector<ResolvedFile> files;
    QList<UnresolvedKeys> unresolved;
};

// Decides for one plugin, once for the whole fleet, which of its expected settings belongs to which file: the
// main file where the whole path is found there, else the file whose stem is the longest beginning of the
// key. Decided per first path element by the majority of the documents that hold it, so that a deleted key
// stays a missing key.
class KeyResolver final
{
public:
    KeyResolver(const expectations::PluginExpectations &plugin, const QList<FilesByStem> &fleet);

    // The stems whose documents decide; give each of them to vote() for every instance that has it.
    [[nodiscard]] QByteArrayList wantedStems() const;
    void vote(const QByteArray &stem, const config::ConfigDocument &document);

    // The same in two steps, so that the first can be remembered: it depends on the plugin's expectations and
    // on what basis() says, and on nothing else.
    struct Votes
    {
        int group = 0;
        int asWhole = 0;
        int asStem = 0;
    };
    [[nodiscard]] QList<Votes> votesOf(const QByteArray &stem, const config::ConfigDocument &document) const;
    void add(const QByteArray &stem, const QList<Votes> &votes);
    [[nodiscard]] QByteArray basis() const;

    [[nodiscard]] PluginResolution resolve() const;

private:
    // Settings that begin alike go to one file.
    struct Group
    {
        QByteArray begin;
        bool needsProof = false; // a file's name rather than a path: the main file must show that it has it
        bool hasStem = false;
        std::vector<int> settings;
        QHash<QByteArray, int> asWhole; // votes by main file
        int asStem = 0;
    };

    void collectStems(const QList<FilesByStem> &fleet);
    void collectGroups();
    [[nodiscard]] QByteArray longestStem(const expectations::Setting &setting) const;
    [[nodiscard]] QByteArray mainStem() const;
    [[nodiscard]] Votes votesOf(const Group &group, const QByteArray &stem,
                                const config::ConfigDocument &document, bool isMain) const;
    void attach(const Group &group, const QByteArray &main, PluginResolution &resolution,
                QHash<QByteArray, size_t> &files) const;
    void add(int setting, const QByteArray &stem, const QByteArray &dotted, PluginResolution &resolution,
             QHash<QByteArray, size_t> &files) const;
    void giveUp(const Group &group, const QString &reason, PluginResolution &resolution) const;

    const expectations::PluginExpectations &_plugin;
    QHash<QByteArray, QByteArray> _names; // stem → the file's most frequent name
    QByteArrayList _mainCandidates;
    std::vector<QByteArray> _stems; // per setting; empty where none fits
    std::vector<Group> _groups;
    QHash<QByteArray, int> _mainVotes; // by candidate
};

} // namespace archivesmp::drift
