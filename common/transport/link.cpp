// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/transport/link.h"

namespace archivesmp::transport {

using namespace Qt::StringLiterals;

namespace {
constexpr qsizetype closeBytes = 123; // RFC 6455, 5.5
} // namespace

QString closeText(const Error &reason)
{
    QString text = nameOf(reason.code) + u": "_s + reason.message;
    while (text.toUtf8().size() > closeBytes)
        text.chop(1);
    return text;
}

Error errorFromCloseText(const QString &text)
{
    const qsizetype colon = text.indexOf(u": ");
    const ErrorCode code = errorCodeFromName(QStringView(text).first(qMax<qsizetype>(colon, 0)));
    if (colon < 0 || nameOf(code) != text.first(colon))
        return {ErrorCode::Unavailable, text.isEmpty() ? u"the other side closed the connection"_s : text};
    return {code, text.sliced(colon + 2)};
}

} // namespace archivesmp::transport
