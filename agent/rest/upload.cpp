// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/upload.h"

#include <QDir>

#include <cerrno>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;

namespace {

Error writeError(const QFile &file)
{
    const ErrorCode code = errno == ENOSPC || errno == EDQUOT ? ErrorCode::NoSpace : ErrorCode::Internal;
    return Error{code, u"cannot keep the upload: "_s + file.errorString()};
}

} // namespace

Result<std::shared_ptr<Upload>> Upload::into(const QString &folder)
{
    auto upload = std::make_shared<Upload>();
    upload->_file.setFileTemplate(QDir(folder).filePath(u"upload-XXXXXX"_s));
    if (!upload->_file.open())
        return writeError(upload->_file);
    return upload;
}

Result<void> Upload::write(QByteArrayView bytes)
{
    _hash.addData(bytes);
    if (_file.write(bytes.data(), bytes.size()) != bytes.size())
        return writeError(_file);
    return {};
}

Result<void> Upload::finish()
{
    if (!_file.flush())
        return writeError(_file);
    return {};
}

} // namespace archivesmp::agent::rest
