// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/instanceinventory.h"

#include "common/core/textescape.h"

#include <QCryptographicHash>

#include <algorithm>

#include <unistd.h>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;
using domain::InstalledPlugin;
using domain::Platform;

namespace {

constexpr qsizetype hashBlock = 64 * 1024;

QString shown(const QByteArray &path)
{
    return escapedForDisplay(QByteArrayView(path));
}

Platform platformOf(const SafeFolder &game)
{
    if (game.hasFile("velocity.toml"))
        return Platform::Velocity;
    if (game.hasFolder("extensions"))
        return Platform::Geyser;
    return game.hasFolder("plugins") ? Platform::Paper : Platform::Unknown;
}

Result<QByteArray> sha256Of(const OpenFile &file)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(hashBlock, Qt::Uninitialized);
    off_t at = 0;
    while (true) {
        const ssize_t count = ::pread(file.descriptor(), block.data(), static_cast<size_t>(block.size()), at);
        if (count < 0)
            return Error{ErrorCode::Corrupt, u"the JAR cannot be read to its end"_s};
        if (count == 0)
            return hash.result();
        hash.addData(QByteArrayView(block).first(count));
        at += count;
    }
}

bool isJar(const QByteArray &name)
{
    return name.size() > 4 && name.last(4).toLower() == ".jar";
}

// Folders that servers and libraries keep beside the plugins.
bool isPluginFolder(const QByteArray &name)
{
    return !name.startsWith('.') && name != "bStats" && name != "update";
}

class InventoryTaking final
{
public:
    InventoryTaking(const SafeFolder &game, domain::InstanceRef instance, const drift::PluginNames &names,
                    const expectations::AliasTable &aliases, JarHashing hashing, JarCache *cache)
        : _game(game)
        , _instance(std::move(instance))
        , _names(names)
        , _aliases(aliases)
        , _hashing(hashing)
        , _cache(cache)
    { }

    Result<InstanceInventory> take()
    {
        _inventory.platform = platformOf(_game);
        for (const char *folder : {"plugins", "extensions"}) {
            const auto entries = _game.list(folder);
            if (entries)
                addEntries(folder, *entries);
            else if (entries.error().code != ErrorCode::NotFound)
                _inventory.unreadable.append({{}, QString::fromLatin1(folder), entries.error().message});
        }
        std::stable_sort(_inventory.plugins.begin(), _inventory.plugins.end(),
                         [](const InstalledPlugin &a, const InstalledPlugin &b) { return a.name < b.name; });
        for (const InstalledPlugin &plugin : std::as_const(_inventory.plugins)) {
            const QString name = _names.nameOf(plugin);
            if (!_inventory.present.contains(name))
                _inventory.present.append(name);
            const QByteArray folder = plugin.folder.toUtf8();
            const PluginFolder entry{name, folder};
            if (!folder.isEmpty() && !_inventory.folders.contains(entry))
                _inventory.folders.append(entry);
        }
        return std::move(_inventory);
    }

private:
    void addEntries(const QByteArray &parent, const QList<SafeFolder::Entry> &entries)
    {
        QByteArrayList folders;
        for (const SafeFolder::Entry &entry : entries) {
            const QByteArray path = parent + '/' + entry.name;
            if (entry.kind == SafeFolder::Kind::Folder && isPluginFolder(entry.name))
                folders.append(path);
            else if (entry.kind == SafeFolder::Kind::File && isJar(entry.name))
                addJar(path);
            else if (entry.kind == SafeFolder::Kind::Other)
                _inventory.unreadable.append(
                    {{}, shown(path), u"a link, pipe, socket or device, which is not read"_s});
        }
        for (const QByteArray &folder : std::as_const(folders))
            addFolder(folder);
    }

    void addJar(const QByteArray &path)
    {
        if (_hashing == JarHashing::NoJars)
            return;
        auto file = _game.openFile(path);
        const auto jar = file ? readJar(std::move(*file)) : Result<JarCache::Entry>(file.error());
        if (!jar) {
            _inventory.unreadable.append({{}, shown(path), describe(jar.error())});
            return;
        }
        InstalledPlugin plugin;
        plugin.instance = _instance;
        plugin.jarFile = shown(path);
        plugin.jarSha256 = jar->sha256;
        plugin.name = jar->descriptor.name;
        plugin.version = jar->descriptor.version;
        plugin.platform = jar->descriptor.platform;
        _ids.append(jar->descriptor.id);
        _inventory.plugins.append(plugin);
    }

    Result<JarCache::Entry> readJar(OpenFile file) const
    {
        const bool wantsHash = _hashing == JarHashing::Sha256;
        const QByteArray state = _cache != nullptr ? JarCache::stateOf(file) : QByteArray();
        if (!state.isEmpty()) {
            if (auto known = _cache->find(state); known && (!wantsHash || !known->sha256.isEmpty()))
                return *std::move(known);
        }
        JarCache::Entry entry;
        if (wantsHash) {
            auto hash = sha256Of(file);
            if (!hash)
                return hash.error();
            entry.sha256 = *hash;
        }
        auto descriptor = readJarDescriptor(std::move(file));
        if (!descriptor)
            return descriptor.error();
        entry.descriptor = *descriptor;
        if (!state.isEmpty())
            _cache->insert(state, entry);
        return entry;
    }

    // To the JAR that is called so, itself or by an alias; else a plugin of its own without a JAR.
    void addFolder(const QByteArray &path)
    {
        const QString name = shown(path.mid(path.lastIndexOf('/') + 1));
        for (const Qt::CaseSensitivity sensitivity : {Qt::CaseSensitive, Qt::CaseInsensitive}) {
            for (qsizetype i = 0; i < _ids.size(); ++i) {
                InstalledPlugin &plugin = _inventory.plugins[i];
                const bool fits = plugin.name.compare(name, sensitivity) == 0
                    || _ids.at(i).compare(name, sensitivity) == 0
                    || plugin.name.compare(_aliases.plugin(name), sensitivity) == 0;
                if (!fits || !plugin.folder.isEmpty())
                    continue;
                plugin.folder = shown(path);
                return;
            }
        }
        InstalledPlugin plugin;
        plugin.instance = _instance;
        plugin.name = name;
        plugin.folder = shown(path);
        _inventory.plugins.append(plugin);
        _ids.append(name);
    }

    const SafeFolder &_game;
    domain::InstanceRef _instance;
    const drift::PluginNames &_names;
    const expectations::AliasTable &_aliases;
    JarHashing _hashing;
    JarCache *_cache;
    InstanceInventory _inventory;
    QStringList _ids; // of _inventory.plugins, while it is not sorted yet
};

} // namespace

QByteArrayList InstanceInventory::foldersOf(const QString &plugin) const
{
    QByteArrayList found;
    for (const PluginFolder &entry : folders) {
        if (entry.plugin == plugin)
            found.prepend(entry.folder);
    }
    return found;
}

Result<InstanceInventory> takeInventory(const SafeFolder &game, const domain::InstanceRef &instance,
                                        const drift::PluginNames &names,
                                        const expectations::AliasTable &aliases, JarHashing hashing,
                                        JarCache *cache)
{
    return InventoryTaking(game, instance, names, aliases, hashing, cache).take();
}

} // namespace archivesmp::scan
