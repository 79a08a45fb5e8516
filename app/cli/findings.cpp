// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/findings.h"

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr int idDigits = 32;
constexpr int fewestDigits = 4;

void fetchFrom(Conversation &talk, protocol::ListFindings query, QList<domain::Finding> soFar,
               std::function<void(const QList<domain::Finding> &)> then)
{
    query.offset = soFar.size();
    talk.ask(query, [&talk, query, soFar, then](const protocol::FindingPage &page) {
        QList<domain::Finding> all = soFar + page.findings;
        if (page.findings.isEmpty() || all.size() >= page.total)
            then(all);
        else
            fetchFrom(talk, query, std::move(all), then);
    });
}

Result<FindingId> resolved(const QString &typed, const QList<domain::Finding> &findings)
{
    QList<FindingId> fitting;
    for (const domain::Finding &finding : findings) {
        // One that is hidden meanwhile comes with both lists.
        if (finding.id.toString().startsWith(typed) && !fitting.contains(finding.id))
            fitting.append(finding.id);
    }
    if (fitting.size() == 1)
        return fitting.first();
    return Error{.code = fitting.isEmpty() ? ErrorCode::NotFound : ErrorCode::InvalidArgument,
                 .message = fitting.isEmpty() ? QString(u"no finding "_s + typed)
                                              : QString(typed + u" begins %1 findings"_s.arg(fitting.size())),
                 .remedy = u"take an id from archivesmpctl drift"_s};
}

} // namespace

void fetchFindings(Conversation &talk, const protocol::ListFindings &query,
                   std::function<void(const QList<domain::Finding> &)> then)
{
    fetchFrom(talk, query, {}, std::move(then));
}

void resolveFindings(Conversation &talk, const QStringList &typed,
                     std::function<void(const QList<FindingId> &)> then)
{
    QList<FindingId> ids;
    for (const QString &text : typed) {
        if (text.size() < fewestDigits) {
            talk.finish(fail({.code = ErrorCode::InvalidArgument,
                              .message = u"\"%1\" is too short for a finding's id"_s.arg(text)}));
            return;
        }
        ids.append(FindingId(text));
    }
    if (std::all_of(typed.begin(), typed.end(),
                    [](const QString &text) { return text.size() == idDigits; })) {
        then(ids);
        return;
    }
    const auto resolve = [&talk, typed, then](const QList<domain::Finding> &findings) {
        QList<FindingId> found;
        for (const QString &text : typed) {
            const Result<FindingId> id = resolved(text, findings);
            if (!id) {
                talk.finish(fail(id.error()));
                return;
            }
            found.append(*id);
        }
        then(found);
    };
    // The ids that drift --ignored lists are ids too.
    fetchFindings(talk, {}, [&talk, resolve](const QList<domain::Finding> &listed) {
        fetchFindings(talk, {.ignored = true},
                      [resolve, listed](const QList<domain::Finding> &hidden) { resolve(listed + hidden); });
    });
}

} // namespace archivesmp::app::cli
