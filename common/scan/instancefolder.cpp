// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/instancefolder.h"

#include "common/core/textescape.h"

#include <QDir>
#include <QFileInfo>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;

namespace {

constexpr auto gameFolder = "Minecraft"_L1;

QStringList foldersIn(const QString &path)
{
    return QDir(path).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks | QDir::Hidden,
                                QDir::Name);
}

bool isRealFolder(const QString &path)
{
    const QFileInfo entry(path);
    return entry.isDir() && !entry.isSymLink();
}

QString shown(const QString &path)
{
    return escapedForDisplay(QStringView(path));
}

// Links to folders in a place where folders would be looked at: they look like them, and are not followed.
void addLinks(const QString &path, const QString &below, FoundInstances &found)
{
    const QStringList names
        = QDir(path).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden, QDir::Name);
    for (const QString &name : names) {
        if (QFileInfo(path + u'/' + name).isSymLink())
            found.skipped.append(shown(below + name) + u": a symbolic link, which is not followed"_s);
    }
}

void addServer(const QString &path, const QString &server, FoundInstances &found)
{
    addLinks(path, server + u'/', found);
    for (const QString &name : foldersIn(path)) {
        const QString game = path + u'/' + name + u'/' + gameFolder;
        const QString place = shown(server + u'/' + name);
        if (QFileInfo(game).isSymLink())
            found.skipped.append(place
                                 + u": its Minecraft folder is a symbolic link, which is not followed"_s);
        else if (!isRealFolder(game))
            found.skipped.append(place + u": no Minecraft folder in it"_s);
        else if (!domain::isValidInstanceName(name))
            found.skipped.append(place + u": not a name that AMP gives"_s);
        else
            found.instances.append({{server, name}, game});
    }
}

bool holdsInstances(const QString &path)
{
    const QStringList names = foldersIn(path);
    return std::any_of(names.begin(), names.end(), [&](const QString &name) {
        return isRealFolder(path + u'/' + name + u'/' + gameFolder);
    });
}

} // namespace

Result<FoundInstances> findInstances(const QString &root, const QString &server)
{
    const QFileInfo entry(root);
    if (!entry.isDir())
        return Error{ErrorCode::NotFound, u"there is no such folder"_s, root};
    const QString path = entry.canonicalFilePath();
    FoundInstances found;
    if (holdsInstances(path)) {
        addServer(path, server.isEmpty() ? QFileInfo(path).fileName() : server, found);
    } else {
        addLinks(path, {}, found);
        for (const QString &name : foldersIn(path)) {
            if (server.isEmpty() || server == name)
                addServer(path + u'/' + name, name, found);
        }
    }
    if (found.instances.isEmpty())
        return Error{ErrorCode::NotFound,
                     u"no instance found"_s,
                     root,
                     0,
                     0,
                     {},
                     u"give a folder that holds <server>/<instance>/Minecraft or <instance>/Minecraft"_s};
    return found;
}

} // namespace archivesmp::scan
