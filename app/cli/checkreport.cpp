// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkreport.h"

#include "common/core/textescape.h"
#include "common/protocol/domainjson.h"

#include <QJsonArray>

#include <algorithm>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;
using domain::Finding;

namespace {

constexpr qsizetype longestValue = 60;

QString shown(const domain::ShownValue &value)
{
    if (domain::isAbsent(value))
        return u"nothing"_s;
    if (domain::isSecret(value))
        return u"a secret"_s;
    const Value &plain = std::get<Value>(value);
    const QString text
        = QString::fromUtf8(plain.type() == Value::Type::Text ? plain.canonical() : plain.toPlainText());
    return plain.isNull() ? u"null"_s : excerpt(text, longestValue);
}

QString lineOf(const Finding &finding)
{
    QString line = finding.instance.toString() + u' ' + finding.plugin;
    if (!finding.file.isEmpty())
        line += u' ' + finding.file + (finding.line > 0 ? u':' + QString::number(finding.line) : QString());
    line += u' ' + domain::nameOf(finding.kind);
    if (!finding.key.isEmpty())
        line += u' ' + escapedForDisplay(QStringView(finding.key.toString()));
    if (!domain::isAbsent(finding.expected))
        line += u": expected "_s + shown(finding.expected) + u", found "_s + shown(finding.actual);
    if (!finding.message.isEmpty())
        line += u": "_s + escapedForDisplay(QStringView(finding.message));
    return line + u'\n';
}

QJsonObject unresolvedJson(const drift::UnresolvedKeys &keys)
{
    return {{u"plugin"_s, keys.plugin},
            {u"reason"_s, keys.reason},
            {u"settings"_s, keys.settings},
            {u"examples"_s, QJsonArray::fromStringList(keys.examples)}};
}

} // namespace

bool hasFindings(const CheckResult &result)
{
    return std::any_of(result.report.reports.begin(), result.report.reports.end(),
                       [](const domain::DriftReport &report) { return !report.findings.isEmpty(); });
}

QJsonObject toJson(const CheckResult &result)
{
    QJsonArray findings;
    QJsonArray withoutExpectations;
    for (const domain::DriftReport &report : result.report.reports) {
        for (const Finding &finding : report.findings)
            findings.append(protocol::toJson(finding));
        if (!report.hasExpectations)
            withoutExpectations.append(report.instance.toString());
    }
    QJsonArray unresolved;
    for (const drift::UnresolvedKeys &keys : result.report.unresolved)
        unresolved.append(unresolvedJson(keys));
    return {{u"scanned"_s, protocol::toJson(result.report.counts())},
            {u"partial"_s, result.report.isPartial()},
            {u"findings"_s, findings},
            {u"unresolved"_s, unresolved},
            {u"without_expectations"_s, withoutExpectations},
            {u"skipped"_s, QJsonArray::fromStringList(result.skipped)}};
}

QString toText(const CheckResult &result)
{
    QString out;
    qsizetype count = 0;
    for (const domain::DriftReport &report : result.report.reports) {
        count += report.findings.size();
        for (const Finding &finding : report.findings)
            out += lineOf(finding);
    }
    for (const drift::UnresolvedKeys &keys : result.report.unresolved)
        out += u"%1: %2 settings belong to no file: %3 (%4)\n"_s.arg(keys.plugin)
                   .arg(keys.settings)
                   .arg(keys.reason, keys.examples.join(u", "_s));
    for (const QString &folder : result.skipped)
        out += u"skipped "_s + folder + u'\n';
    const domain::ScanCounts counts = result.report.counts();
    out += u"%1 findings; scanned %2 servers, %3 instances, %4 plugins, %5 files, %6 settings\n"_s.arg(count)
               .arg(counts.servers)
               .arg(counts.instances)
               .arg(counts.plugins)
               .arg(counts.files)
               .arg(counts.settings);
    if (result.report.isPartial())
        out += u"PARTIAL: something could not be read; what is above may not be all\n"_s;
    return out;
}

} // namespace archivesmp::app::cli
