// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/zipsource.h"

#include <cerrno>
#include <memory>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

namespace archivesmp::scan {

namespace {

// What libzip calls with one command after the other.
class FileSource final
{
public:
    explicit FileSource(OpenFile file)
        : _file(std::move(file))
    { }
    ~FileSource() { zip_error_fini(&_error); }

    static zip_int64_t take(void *source, void *data, zip_uint64_t size, zip_source_cmd_t command)
    {
        auto *self = static_cast<FileSource *>(source);
        if (command != ZIP_SOURCE_FREE)
            return self->take(data, size, command);
        delete self;
        return 0;
    }

private:
    Q_DISABLE_COPY_MOVE(FileSource)

    zip_int64_t take(void *data, zip_uint64_t size, zip_source_cmd_t command)
    {
        switch (command) {
        case ZIP_SOURCE_SUPPORTS:
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                                  ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                                                  ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, -1);
        case ZIP_SOURCE_OPEN:
            _at = 0;
            return 0;
        case ZIP_SOURCE_READ:
            return read(data, size);
        case ZIP_SOURCE_SEEK:
            return seek(data, size);
        case ZIP_SOURCE_TELL:
            return _at;
        case ZIP_SOURCE_STAT:
            return stat(static_cast<zip_stat_t *>(data));
        case ZIP_SOURCE_CLOSE:
            return 0;
        case ZIP_SOURCE_ERROR:
            return zip_error_to_data(&_error, data, size);
        default:
            return failed(ZIP_ER_OPNOTSUPP, 0);
        }
    }

    zip_int64_t failed(int reason, int systemError)
    {
        zip_error_set(&_error, reason, systemError);
        return -1;
    }

    zip_int64_t read(void *data, zip_uint64_t size)
    {
        ssize_t count = 0;
        do {
            count = ::pread(_file.descriptor(), data, size, _at);
        } while (count < 0 && errno == EINTR);
        if (count < 0)
            return failed(ZIP_ER_READ, errno);
        _at += count;
        return count;
    }

    zip_int64_t seek(void *to, zip_uint64_t size)
    {
        const zip_int64_t end = length();
        if (end < 0)
            return failed(ZIP_ER_SEEK, errno);
        const zip_int64_t offset = zip_source_seek_compute_offset(
            static_cast<zip_uint64_t>(_at), static_cast<zip_uint64_t>(end), to, size, &_error);
        if (offset < 0)
            return -1;
        _at = offset;
        return 0;
    }

    zip_int64_t stat(zip_stat_t *out)
    {
        const zip_int64_t size = length();
        if (size < 0)
            return failed(ZIP_ER_READ, errno);
        zip_stat_init(out);
        out->size = static_cast<zip_uint64_t>(size);
        out->valid = ZIP_STAT_SIZE;
        return sizeof(*out);
    }

    // As it was when somebody asked first.
    zip_int64_t length()
    {
        struct stat status = {};
        if (_length < 0 && ::fstat(_file.descriptor(), &status) == 0)
            _length = status.st_size;
        return _length;
    }

    OpenFile _file;
    zip_int64_t _at = 0;
    zip_int64_t _length = -1;
    zip_error_t _error{};
};

} // namespace

zip_source_t *zipSourceOf(OpenFile file)
{
    auto source = std::make_unique<FileSource>(std::move(file));
    zip_source_t *made = zip_source_function_create(&FileSource::take, source.get(), nullptr);
    if (made != nullptr)
        (void)source.release(); // ZIP_SOURCE_FREE deletes it
    return made;
}

} // namespace archivesmp::scan
