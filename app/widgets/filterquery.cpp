// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/filterquery.h"

#include <algorithm>

namespace archivesmp::app::widgets {

namespace {

// Words at blanks; a quote takes everything up to the next one.
QStringList words(QStringView text)
{
    QStringList result;
    QString word;
    bool quoted = false;
    for (const QChar c : text) {
        if (c == u'"') {
            quoted = !quoted;
        } else if (c.isSpace() && !quoted) {
            if (!word.isEmpty())
                result.append(word);
            word.clear();
        } else {
            word += c;
        }
    }
    if (!word.isEmpty())
        result.append(word);
    return result;
}

} // namespace

FilterQuery FilterQuery::parse(QStringView text, const QStringList &fields)
{
    FilterQuery query;
    for (QString &word : words(text)) {
        Term term;
        if (word.startsWith(u'-') && word.size() > 1) {
            term.excludes = true;
            word.remove(0, 1);
        }
        const qsizetype colon = word.indexOf(u':');
        if (colon > 0 && fields.contains(word.first(colon), Qt::CaseInsensitive)) {
            term.field = word.first(colon).toLower();
            word.remove(0, colon + 1);
        }
        term.text = word.toLower().toUtf8();
        if (!term.text.isEmpty())
            query._terms.append(term);
    }
    return query;
}

bool FilterQuery::narrows(const FilterQuery &other) const
{
    return std::all_of(other._terms.begin(), other._terms.end(), [this](const Term &wide) {
        return std::any_of(_terms.begin(), _terms.end(), [&wide](const Term &term) {
            if (term.field != wide.field || term.excludes != wide.excludes)
                return false;
            return wide.excludes ? wide.text.contains(term.text) : term.text.contains(wide.text);
        });
    });
}

} // namespace archivesmp::app::widgets
