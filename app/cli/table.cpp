// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/table.h"

#include "common/core/overloaded.h"
#include "common/core/textescape.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype widestValue = 40;

QString lineOf(const QStringList &cells, const QList<qsizetype> &widths)
{
    QString line;
    for (qsizetype i = 0; i < widths.size(); ++i)
        line += cells.value(i).leftJustified(widths.at(i)) + u"  "_s;
    while (line.endsWith(u' '))
        line.chop(1);
    return line + u'\n';
}

} // namespace

QString tableText(const QStringList &heading, const QList<QStringList> &rows)
{
    if (rows.isEmpty())
        return {};
    QList<QStringList> escaped;
    QList<qsizetype> widths;
    for (const QString &title : heading)
        widths.append(title.size());
    for (const QStringList &row : rows) {
        QStringList cells;
        for (qsizetype i = 0; i < heading.size(); ++i) {
            cells.append(escapedForDisplay(QStringView(row.value(i))));
            widths[i] = std::max(widths.at(i), cells.last().size());
        }
        escaped.append(cells);
    }
    QString text = lineOf(heading, widths);
    for (const QStringList &cells : escaped)
        text += lineOf(cells, widths);
    return text;
}

QString ageText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return u"never"_s;
    const qint64 seconds = std::max<qint64>(0, time.secsTo(now));
    if (seconds < 120)
        return u"%1 s"_s.arg(seconds);
    if (seconds < 2 * 3600)
        return u"%1 min"_s.arg(seconds / 60);
    if (seconds < 2 * 86400)
        return u"%1 h"_s.arg(seconds / 3600);
    return u"%1 d"_s.arg(seconds / 86400);
}

QString valueText(const domain::ShownValue &value)
{
    return std::visit(Overloaded{[](std::monostate) { return u"-"_s; },
                                 [](const domain::SecretFingerprint &) { return u"••••••"_s; },
                                 [](const Value &v) {
                                     if (v.isNull())
                                         return u"null"_s;
                                     if (v.type() == Value::Type::Text)
                                         return excerpt(QString::fromUtf8(v.toText()), widestValue);
                                     return excerpt(QString::fromUtf8(v.toPlainText()), widestValue);
                                 }},
                      value);
}

QString expectedText(const domain::Finding &finding)
{
    return valueText(finding.expected);
}

QString actualText(const domain::Finding &finding)
{
    const bool differs
        = isSecret(finding.expected) && isSecret(finding.actual) && finding.expected != finding.actual;
    return differs ? QString(valueText(finding.actual) + u" differs"_s) : valueText(finding.actual);
}

} // namespace archivesmp::app::cli
