// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/upsets.h"

#include "tests/simulator/answer.h"
#include "tests/simulator/dialect.h"

namespace archivesmp::ampsim {

using namespace Qt::StringLiterals;

namespace {

HttpReply replyOf(UpsetKind kind)
{
    static const QByteArray page
        = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>\n";
    static const Options options;
    switch (kind) {
    case UpsetKind::HtmlError:
        return {.status = 502, .body = page, .contentType = "text/html"};
    case UpsetKind::HtmlPage:
        return {.status = 200, .body = page, .contentType = "text/html"};
    case UpsetKind::Garbage:
        return {.status = 200, .body = "{\"State\": 2"};
    case UpsetKind::Fault:
        return {.status = 200,
                .body
                = Dialect(options).encode(fault(u"Key Not Found"_s, u"The given key was not present"_s))};
    case UpsetKind::Unauthorized:
        return {.status = 401, .body = "{}"};
    case UpsetKind::TooMany:
        return {.status = 429, .body = "{}"};
    case UpsetKind::Redirect:
        return {.status = 302, .body = page, .contentType = "text/html", .location = "/elsewhere"};
    case UpsetKind::Hang:
        return {.manner = HttpReply::Manner::Hang};
    case UpsetKind::Drop:
        return {.manner = HttpReply::Manner::Drop};
    }
    Q_UNREACHABLE();
}

} // namespace

std::optional<UpsetKind> upsetFromName(QStringView name)
{
    static const QList<std::pair<QString, UpsetKind>> names{{u"html-error"_s, UpsetKind::HtmlError},
                                                            {u"html-page"_s, UpsetKind::HtmlPage},
                                                            {u"garbage"_s, UpsetKind::Garbage},
                                                            {u"fault"_s, UpsetKind::Fault},
                                                            {u"unauthorized"_s, UpsetKind::Unauthorized},
                                                            {u"too-many"_s, UpsetKind::TooMany},
                                                            {u"redirect"_s, UpsetKind::Redirect},
                                                            {u"hang"_s, UpsetKind::Hang},
                                                            {u"drop"_s, UpsetKind::Drop}};
    for (const auto &[spelling, kind] : names) {
        if (spelling == name)
            return kind;
    }
    return std::nullopt;
}

std::optional<HttpReply> Upsets::take(const QString &method)
{
    for (qsizetype i = 0; i < _orders.size(); ++i) {
        Order &order = _orders[i];
        if (order.method != method && order.method != "*"_L1)
            continue;
        const UpsetKind kind = order.kind;
        if (--order.count <= 0)
            _orders.removeAt(i);
        return replyOf(kind);
    }
    return std::nullopt;
}

} // namespace archivesmp::ampsim
