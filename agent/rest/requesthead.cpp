// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/requesthead.h"

#include <QHostAddress>

#include <algorithm>
#include <array>

namespace archivesmp::agent::rest {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype targetLimit = 8 * 1024;
constexpr qsizetype headersLimit = 16 * 1024;
constexpr qsizetype headerCountLimit = 64;
constexpr qsizetype lengthDigits = 18; // fits qint64

std::optional<Refusal> refuse(int status, const QString &message, const QString &field = {},
                              const QString &remedy = {})
{
    const ErrorCode code = status == 403                  ? ErrorCode::PermissionDenied
        : status == 413 || status == 414 || status == 431 ? ErrorCode::LimitExceeded
                                                          : ErrorCode::InvalidArgument;
    return Refusal{status, Error{code, message, {}, 0, 0, field, remedy}};
}

bool isToken(const QByteArray &name)
{
    constexpr QByteArrayView marks = "!#$%&'*+-.^_`|~";
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || marks.contains(c);
    });
}

bool hasControl(const QByteArray &value)
{
    return std::any_of(value.begin(), value.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

std::optional<Refusal> refuseSizes(const RequestHead &head)
{
    if (head.target.size() > targetLimit)
        return refuse(414, u"the address is longer than 8 KiB"_s);
    qsizetype total = 0;
    for (const auto &[name, value] : head.headers)
        total += name.size() + value.size() + 4;
    if (total > headersLimit || head.headers.size() > headerCountLimit)
        return refuse(431, u"more than 64 headers or 16 KiB of them"_s);
    return std::nullopt;
}

std::optional<Refusal> refuseSpelling(const RequestHead &head)
{
    for (const auto &[name, value] : head.headers) {
        if (!isToken(name) || hasControl(value))
            return refuse(400, u"a header is not spelt as HTTP wants it"_s);
    }
    constexpr std::array once{"Content-Length", "Transfer-Encoding", "Host",  "Authorization",
                              "Content-Type",   "Idempotency-Key",   "Expect"};
    for (const char *name : once) {
        if (head.all(name).size() > 1)
            return refuse(400, u"the header is there more than once"_s, QString::fromLatin1(name));
    }
    return std::nullopt;
}

std::optional<Refusal> refuseLength(const RequestHead &head)
{
    const auto length = head.value("Content-Length");
    if (head.value("Transfer-Encoding")) {
        if (length)
            return refuse(400, u"Content-Length and Transfer-Encoding together"_s, u"Content-Length"_s);
        return refuse(411, u"a body needs its length beforehand"_s, u"Transfer-Encoding"_s,
                      u"send Content-Length instead of chunks"_s);
    }
    if (!length) {
        if (head.method == "POST" || head.method == "PUT")
            return refuse(411, u"a body needs its length beforehand"_s, u"Content-Length"_s);
        return std::nullopt;
    }
    const bool digits = !length->isEmpty()
        && std::all_of(length->begin(), length->end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits)
        return refuse(400, u"not a length"_s, u"Content-Length"_s);
    if (length->size() > lengthDigits)
        return refuse(413, u"no body is that long"_s, u"Content-Length"_s);
    return std::nullopt;
}

QString hostPart(const QByteArray &header)
{
    const QString text = QString::fromLatin1(header);
    if (text.startsWith(u'['))
        return text.mid(1, text.indexOf(u']') - 1);
    return text.section(u':', 0, 0);
}

// A page in an admin's browser can reach this port, but not without sending what is refused here.
std::optional<Refusal> refuseBrowsers(const RequestHead &head, const QStringList &hostNames)
{
    const auto host = head.value("Host");
    if (!host || host->isEmpty())
        return refuse(400, u"missing"_s, u"Host"_s);
    if (head.value("Origin"))
        return refuse(403, u"this door is not for web pages"_s, u"Origin"_s);
    const QString name = hostPart(*host);
    if (QHostAddress address; address.setAddress(name) || name == "localhost"_L1)
        return std::nullopt;
    if (!hostNames.contains(name, Qt::CaseInsensitive))
        return refuse(403, u"this host is not called so"_s, u"Host"_s,
                      u"use its address or a name that stands in its certificate"_s);
    return std::nullopt;
}

} // namespace

QList<QByteArray> RequestHead::all(QByteArrayView name) const
{
    QList<QByteArray> values;
    for (const auto &[candidate, text] : headers) {
        if (candidate.compare(name, Qt::CaseInsensitive) == 0)
            values.append(text);
    }
    return values;
}

std::optional<QByteArray> RequestHead::value(QByteArrayView name) const
{
    const QList<QByteArray> values = all(name);
    if (values.isEmpty())
        return std::nullopt;
    return values.first();
}

std::optional<Refusal> refuseHead(const RequestHead &head, const QStringList &hostNames)
{
    if (const auto sizes = refuseSizes(head))
        return sizes;
    if (head.version != "HTTP/1.1")
        return refuse(505, u"only HTTP/1.1 is spoken here"_s);
    if (const auto spelling = refuseSpelling(head))
        return spelling;
    if (const auto length = refuseLength(head))
        return length;
    if (const auto expect = head.value("Expect"); expect && expect->toLower() != "100-continue")
        return refuse(417, u"unknown expectation"_s, u"Expect"_s);
    return refuseBrowsers(head, hostNames);
}

qint64 contentLength(const RequestHead &head)
{
    return head.value("Content-Length").value_or(QByteArray("0")).toLongLong();
}

} // namespace archivesmp::agent::rest
