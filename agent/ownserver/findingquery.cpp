// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/findingquery.h"

#include <algorithm>
#include <tuple>

namespace archivesmp::agent::ownserver {

using namespace Qt::StringLiterals;
using domain::Finding;

namespace {

constexpr int mostFindings = 5000;

bool fits(const Finding &finding, const protocol::ListFindings &query)
{
    return (query.server.isEmpty() || finding.instance.server == query.server)
        && (query.instance.isEmpty() || finding.instance.name == query.instance)
        && (query.plugin.isEmpty() || finding.plugin == query.plugin)
        && (!query.kind || finding.kind == *query.kind)
        && (!query.severity || finding.severity == *query.severity);
}

bool comesBefore(const Finding &a, const Finding &b)
{
    if (a.severity != b.severity)
        return a.severity > b.severity;
    if (a.instance != b.instance)
        return a.instance < b.instance;
    const auto place = [](const Finding &finding) {
        return std::tuple(finding.plugin, finding.file, finding.key.toString(), finding.id.toString());
    };
    return place(a) < place(b);
}

} // namespace

Result<protocol::FindingPage> pageOf(QList<Finding> all, const protocol::ListFindings &query)
{
    if (query.limit < 1 || query.limit > mostFindings)
        return Error{ErrorCode::InvalidArgument,
                     u"limit out of range: "_s + QString::number(query.limit),
                     {},
                     0,
                     0,
                     u"limit"_s,
                     u"use 1 to 5000"_s};
    all.removeIf([&query](const Finding &finding) { return !fits(finding, query); });
    std::sort(all.begin(), all.end(), comesBefore);
    protocol::FindingPage page;
    page.total = all.size();
    page.findings = all.mid(std::clamp<qint64>(query.offset, 0, page.total), query.limit);
    return page;
}

} // namespace archivesmp::agent::ownserver
