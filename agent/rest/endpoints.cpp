// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/endpoints.h"

#include "common/core/textescape.h"

#include <QUuid>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;

namespace {

Error wrong(const QString &field, const QString &message, const QString &remedy = {})
{
    return Error{ErrorCode::InvalidArgument, message, {}, 0, 0, field, remedy};
}

} // namespace

Result<JobId> jobOf(const ApiRequest &request)
{
    const QString text = request.parameters.value(u"uuid"_s);
    if (QUuid::fromString(text).toString(QUuid::WithoutBraces) != text)
        return Error{ErrorCode::NotFound, u"no such job"_s};
    return JobId(text);
}

Result<qint64> numberOf(const ApiRequest &request, const QString &name, qint64 least, qint64 most,
                        qint64 fallback)
{
    const auto found = request.query.constFind(name);
    if (found == request.query.constEnd())
        return fallback;
    bool ok = false;
    const qint64 number = found->toLongLong(&ok);
    if (!ok || number < least || number > most)
        return wrong(name, u"not a number of the range: "_s + excerpt(*found, 32),
                     u"use "_s + QString::number(least) + u" to "_s + QString::number(most));
    return number;
}

Result<QString> serverOf(const ApiRequest &request, const QStringList &servers)
{
    const auto found = request.query.constFind(u"server"_s);
    if (found == request.query.constEnd() || *found == "all"_L1)
        return QString();
    if (servers.contains(*found))
        return *found;
    return wrong(u"server"_s, u"unknown server: "_s + excerpt(*found, 64),
                 u"use "_s + servers.join(u", "_s) + u" or all"_s);
}

Result<QByteArray> sha256Of(const ApiRequest &request)
{
    const QByteArray text = request.parameters.value(u"sha256"_s).toLatin1();
    const QByteArray hash = QByteArray::fromHex(text);
    if (hash.size() != 32 || hash.toHex() != text)
        return wrong(u"sha256"_s, u"not a SHA-256 in 64 lower-case hexadecimal digits"_s);
    return hash;
}

} // namespace archivesmp::agent::rest
