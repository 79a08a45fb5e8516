// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/foldersnapshot.h"

#include "common/scan/contenthash.h"

#include <QByteArrayList>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace archivesmp::scan {

namespace {

using Kind = ReadLog::Kind;

// One record after the other: its step, and for all but Leave the length of a name and the name. A File and a
// Listing then have their state, and their content's hash with its length.
enum class Step : quint8 { File, Listing, Folder, Absent, Leave };

constexpr size_t deepest = 64;
constexpr int folderFlags = O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
#ifdef O_PATH
constexpr int pathFlags = O_PATH; // on the way to others only
#else
constexpr int pathFlags = O_RDONLY;
#endif
constexpr int fileFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

static_assert(std::is_trivially_copyable_v<FileState>);

// A folder right before what is in it.
bool comesBefore(QByteArrayView a, QByteArrayView b)
{
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        const auto rank = [](char c) { return c == '/' ? 0 : static_cast<unsigned char>(c) + 1; };
        return rank(x) < rank(y);
    });
}

bool isBelow(QByteArrayView path, QByteArrayView folder)
{
    return path.size() > folder.size() && path.startsWith(folder) && path[folder.size()] == '/';
}

class Writer final
{
public:
    explicit Writer(QByteArray &out)
        : _out(out)
    { }

    void add(const QByteArray &path, const ReadLog::Entry &entry)
    {
        while (!_folders.isEmpty() && !isBelow(path, _folders.last()))
            leave();
        if (entry.kind == Kind::Absent) {
            put(Step::Absent, path.mid(below()));
            return;
        }
        // Where nothing else was asked of a folder on the way, that it is one and no link.
        for (qsizetype end = path.indexOf('/', below()); end >= 0; end = path.indexOf('/', below()))
            enter(Step::Folder, path.first(end));
        if (entry.kind == Kind::File)
            put(Step::File, path.mid(below()));
        else if (path.isEmpty())
            put(entry.kind == Kind::Listing ? Step::Listing : Step::Folder, {});
        else
            enter(entry.kind == Kind::Listing ? Step::Listing : Step::Folder, path);
        if (entry.kind == Kind::Folder)
            return;
        _out.append(reinterpret_cast<const char *>(&entry.state), sizeof entry.state);
        _out += static_cast<char>(entry.content.size());
        _out += entry.content;
    }

private:
    [[nodiscard]] qsizetype below() const { return _folders.isEmpty() ? 0 : _folders.last().size() + 1; }

    void put(Step step, const QByteArray &name)
    {
        const auto size = static_cast<quint16>(name.size());
        _out += static_cast<char>(step);
        _out.append(reinterpret_cast<const char *>(&size), sizeof size);
        _out += name;
        _out += '\0'; // so that system calls can take it from where it is
    }

    void enter(Step step, const QByteArray &path)
    {
        put(step, path.mid(below()));
        _folders.append(path);
    }

    void leave()
    {
        _out += static_cast<char>(Step::Leave);
        _folders.removeLast();
    }

    QByteArray &_out;
    QByteArrayList _folders; // those around what comes next
};

// Reads the records. Whatever does not fit ends it.
class Reader final
{
public:
    explicit Reader(QByteArrayView bytes)
        : _left(bytes)
    { }

    [[nodiscard]] bool isAtEnd() const { return _left.isEmpty(); }

    template <typename T>
    [[nodiscard]] bool take(T &value)
    {
        if (_left.size() < qsizetype(sizeof value))
            return false;
        std::memcpy(&value, _left.data(), sizeof value);
        _left = _left.sliced(sizeof value);
        return true;
    }

    [[nodiscard]] bool take(QByteArrayView &bytes, qsizetype size)
    {
        if (_left.size() < size)
            return false;
        bytes = _left.first(size);
        _left = _left.sliced(size);
        return true;
    }

    // Without its final NUL, which stands behind it.
    [[nodiscard]] bool takeName(QByteArrayView &name)
    {
        quint16 size = 0;
        QByteArrayView terminated;
        if (!take(size) || !take(terminated, size + 1) || terminated.back() != '\0')
            return false;
        name = terminated.chopped(1);
        return !name.contains('\0');
    }

private:
    QByteArrayView _left;
};

bool isOneName(QByteArrayView name)
{
    return !name.isEmpty() && name != "." && name != ".." && !name.contains('/');
}

class Look final
{
public:
    Look(const SafeFolder &game, quint64 seed, QByteArrayView bytes)
        : _game(game)
        , _seed(seed)
        , _reader(bytes)
    { }

    [[nodiscard]] bool findsTheSame()
    {
        auto root = _game.openFolder({});
        if (!root)
            return false;
        _levels.push_back({std::move(*root), {}});
        while (!_reader.isAtEnd()) {
            Step step = Step::Leave;
            if (!_reader.take(step) || !take(step))
                return false;
        }
        return true;
    }

private:
    struct Level
    {
        OpenFile folder;
        QByteArrayView name; // in the one before
    };

    [[nodiscard]] bool take(Step step)
    {
        if (step == Step::Leave) {
            _levels.pop_back();
            return !_levels.empty();
        }
        QByteArrayView name;
        if (!_reader.takeName(name))
            return false;
        switch (step) {
        case Step::File:
            return isOneName(name) && takeState() && isSameFile(name);
        case Step::Listing:
            return takeState() && (name.isEmpty() || enter(name, _content.isEmpty() ? pathFlags : O_RDONLY))
                && isSameListing(name);
        case Step::Folder:
            return name.isEmpty() || enter(name, pathFlags);
        case Step::Absent:
            return isAbsent(name);
        case Step::Leave:
            break;
        }
        return false;
    }

    [[nodiscard]] bool takeState()
    {
        quint8 size = 0;
        return _reader.take(_state) && _reader.take(size) && _reader.take(_content, size);
    }

    [[nodiscard]] int folder() const { return _levels.back().folder.descriptor(); }

    [[nodiscard]] QByteArray pathOf(QByteArrayView name) const
    {
        QByteArray path;
        for (size_t i = 1; i < _levels.size(); ++i)
            path += _levels[i].name.toByteArray() + '/';
        return path + name.toByteArray();
    }

    [[nodiscard]] bool enter(QByteArrayView name, int flags)
    {
        if (!isOneName(name) || _levels.size() > deepest)
            return false;
        OpenFile opened(::openat(folder(), name.data(), folderFlags | flags));
        if (opened.descriptor() < 0)
            return false;
        _levels.push_back({std::move(opened), name});
        return true;
    }

    // Of the folder that was entered last, by its name, or without one of that which it was before.
    [[nodiscard]] bool isSameListing(QByteArrayView name) const
    {
        if (!_content.isEmpty()) {
            OpenFile again; // the folder that was there first is not open for this look alone
            if (name.isEmpty())
                again = OpenFile(::openat(folder(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            const auto names = SafeFolder::namesIn(name.isEmpty() ? again.descriptor() : folder());
            return names && contentHash(*names, _seed) == _content;
        }
        struct stat status = {};
        return ::fstat(folder(), &status) == 0 && FileState::of(status) == _state;
    }

    // An entry without a hash is settled: its state says it all. With one, its content does.
    [[nodiscard]] bool isSameFile(QByteArrayView name) const
    {
        struct stat status = {};
        if (_content.isEmpty())
            return ::fstatat(folder(), name.data(), &status, AT_SYMLINK_NOFOLLOW) == 0
                && S_ISREG(status.st_mode) && FileState::of(status) == _state;
        // Nothing but a regular file can be read at a place and ends behind the same bytes.
        const OpenFile file(::openat(folder(), name.data(), fileFlags));
        return file.descriptor() >= 0 && hasContent(file.descriptor(), _state.size, _content, _seed);
    }

    // As the scan asked, so that a link on the way does not count as nothing.
    [[nodiscard]] bool isAbsent(QByteArrayView name) const
    {
        struct stat status = {};
        if (isOneName(name))
            return ::fstatat(folder(), name.data(), &status, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT;
        const auto opened = _game.openFile(pathOf(name));
        return !opened && opened.error().code == ErrorCode::NotFound;
    }

    const SafeFolder &_game;
    quint64 _seed;
    Reader _reader;
    std::vector<Level> _levels;
    FileState _state; // of the record that is looked at
    QByteArrayView _content;
};

} // namespace

FolderSnapshot::FolderSnapshot(const QHash<QByteArray, ReadLog::Entry> &read)
{
    QByteArrayList paths = read.keys();
    std::sort(paths.begin(), paths.end(), comesBefore);
    Writer writer(_bytes);
    for (const QByteArray &path : std::as_const(paths))
        writer.add(path, read[path]);
}

FolderSnapshot FolderSnapshot::fromBytes(const QByteArray &bytes)
{
    FolderSnapshot snapshot;
    snapshot._bytes = bytes;
    return snapshot;
}

bool FolderSnapshot::isUnchangedIn(const SafeFolder &folder, quint64 seed) const
{
    return Look(folder, seed, _bytes).findsTheSame();
}

} // namespace archivesmp::scan
