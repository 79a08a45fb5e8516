// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/configfiles.h"

#include "common/core/textescape.h"

#include <algorithm>
#include <array>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;

namespace {

constexpr int deepest = 12;

// In the order in which they are preferred where one stem has several.
constexpr std::array<QByteArrayView, 6> endings{".yml", ".yaml", ".json", ".toml", ".conf", ".properties"};

qsizetype endingOf(const QByteArray &name)
{
    const qsizetype dot = name.lastIndexOf('.');
    if (dot <= 0)
        return -1;
    const QByteArrayView ending = QByteArrayView(name).sliced(dot);
    const auto found = std::find_if(endings.begin(), endings.end(), [ending](QByteArrayView one) {
        return ending.compare(one, Qt::CaseInsensitive) == 0;
    });
    return found == endings.end() ? -1 : found - endings.begin();
}

class FileSearch final
{
public:
    FileSearch(const SafeFolder &game, const QSet<QByteArray> &wanted)
        : _game(game)
        , _wanted(wanted)
    { }

    void search(const QByteArray &pluginFolder)
    {
        _root = pluginFolder;
        files.folders.append(pluginFolder);
        visit({}, 0);
    }

    ConfigFiles files;

private:
    void visit(const QByteArray &folder, int depth)
    {
        const QByteArray path = folder.isEmpty() ? _root : _root + '/' + folder;
        const auto entries = _game.list(path);
        if (!entries) {
            files.unreadable.append({{}, escapedForDisplay(QByteArrayView(path)), entries.error().message});
            files.unlisted.append(folder);
            return;
        }
        for (const SafeFolder::Entry &entry : *entries) {
            const QByteArray below = folder.isEmpty() ? entry.name : folder + '/' + entry.name;
            if (entry.kind == SafeFolder::Kind::Folder && depth < deepest && _wanted.contains(below))
                visit(below, depth + 1);
            else if (entry.kind == SafeFolder::Kind::File)
                addFile(below);
            else if (entry.kind == SafeFolder::Kind::Other)
                addOdd(below);
        }
    }

    void addFile(const QByteArray &name)
    {
        const qsizetype ending = endingOf(name);
        if (ending < 0)
            return;
        const QByteArray stem = name.chopped(endings[static_cast<size_t>(ending)].size());
        const auto known = files.names.constFind(stem);
        if (known != files.names.constEnd() && endingOf(*known) <= ending)
            return;
        files.names.insert(stem, name);
        if (files.folders.size() > 1)
            files.other.insert(stem, static_cast<int>(files.folders.size()) - 1);
    }

    void addOdd(const QByteArray &name)
    {
        const qsizetype ending = endingOf(name);
        if (ending < 0 && !_wanted.contains(name))
            return;
        if (ending >= 0)
            files.odd.insert(name.chopped(endings[static_cast<size_t>(ending)].size()));
        if (_wanted.contains(name))
            files.unlisted.append(name);
        const QByteArray path = _root + '/' + name;
        files.unreadable.append({{},
                                 escapedForDisplay(QByteArrayView(path)),
                                 u"a link, pipe, socket or device, which is not read"_s});
    }

    const SafeFolder &_game;
    const QSet<QByteArray> &_wanted;
    QByteArray _root;
};

} // namespace

QByteArray ConfigFiles::pathOf(const QByteArray &stem) const
{
    const auto name = names.constFind(stem);
    return name == names.constEnd() ? QByteArray() : folders.at(other.value(stem, 0)) + '/' + *name;
}

bool ConfigFiles::mayHold(const QByteArray &stem) const
{
    return odd.contains(stem) || std::any_of(unlisted.begin(), unlisted.end(), [&](const QByteArray &folder) {
               return folder.isEmpty() || (stem.startsWith(folder) && stem.mid(folder.size(), 1) == "/");
           });
}

QSet<QByteArray> wantedFolders(const expectations::PluginExpectations &plugin)
{
    QSet<QByteArray> wanted;
    QByteArrayView previous; // with its final slash; most settings are in the same folder as the one before
    for (const expectations::Setting &setting : plugin.settings) {
        const QByteArrayView key = setting.key;
        if (key.startsWith(previous) && !key.sliced(previous.size()).contains('/'))
            continue;
        const QByteArrayView path = key.first(std::max<qsizetype>(key.lastIndexOf('/'), 0));
        previous = key.first(path.isEmpty() ? 0 : path.size() + 1);
        const QByteArray folder = path.toByteArray();
        for (qsizetype end = folder.size(); end > 0; end = folder.lastIndexOf('/', end - 1))
            wanted.insert(folder.first(end));
    }
    return wanted;
}

ConfigFiles findConfigFiles(const SafeFolder &game, const QByteArrayList &pluginFolders,
                            const QSet<QByteArray> &wanted)
{
    FileSearch search(game, wanted);
    for (const QByteArray &folder : pluginFolders)
        search.search(folder);
    return std::move(search.files);
}

} // namespace archivesmp::scan
