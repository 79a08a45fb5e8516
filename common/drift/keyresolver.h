// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/domain/driftreport.h"
#include "common/drift/keypresence.h"
#include "common/drift/resolvedfile.h"
#include "common/expectations/setting.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <map>
#include <utility>
#include <vector>

namespace archivesmp::drift {

// The configuration files of one plugin on one instance: the stem (relative to the plugin's folder, without
// the ending) → the file's name with its ending.
using FilesByStem = QHash<QByteArray, QByteArray>;

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

    // What the files are asked, in this order: how many settings the main file has by their whole key; then,
    // where it has some that might be in files of their own, how many those have by the rest.
    enum class Round { Whole, Rest };

    // The stems whose files decide, once the rounds before are added.
    [[nodiscard]] QByteArrayList wantedStems(Round round) const;

    // Can be remembered: it depends on the file, on the plugin's expectations and on what basis() says, and
    // on nothing else. There are no votes of what cannot be parsed.
    struct Votes
    {
        int group = 0;
        int count = 0;
    };
    [[nodiscard]] QList<Votes> votesOf(Round round, const QByteArray &stem, const QByteArray &bytes,
                                       config::Format format);
    [[nodiscard]] QByteArray basis() const;
    void add(Round round, const QByteArray &stem, const QList<Votes> &votes);

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

    // Some of the settings, to be looked for in files.
    struct Question
    {
        std::vector<int> settings;
        KeyPresence keys;
    };

    void collectStems(const QList<FilesByStem> &fleet);
    void collectGroups();
    [[nodiscard]] QByteArray longestStem(const expectations::Setting &setting) const;
    [[nodiscard]] QByteArray mainStem() const;
    [[nodiscard]] bool isContested() const;
    [[nodiscard]] Question questionOf(Round round, const QByteArray &stem) const;
    void attach(const Group &group, const QByteArray &main, PluginResolution &resolution,
                QHash<QByteArray, size_t> &files) const;
    void add(int setting, const QByteArray &stem, QByteArrayView dotted, PluginResolution &resolution,
             QHash<QByteArray, size_t> &files) const;
    void giveUp(const Group &group, const QString &reason, PluginResolution &resolution) const;

    const expectations::PluginExpectations &_plugin;
    QHash<QByteArray, QByteArray> _names; // stem → the file's most frequent name
    QByteArrayList _mainCandidates;
    std::vector<QByteArray> _stems; // per setting; empty where none fits
    std::vector<Group> _groups;
    std::vector<int> _groupOf;                                   // per setting
    std::map<std::pair<Round, QByteArray>, Question> _questions; // all main files have one
    QHash<QByteArray, int> _mainVotes;                           // by candidate
};

} // namespace archivesmp::drift
