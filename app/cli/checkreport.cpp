// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkreport.h"

#include "common/core/counted.h"
#include "common/core/textescape.h"
#include "common/protocol/domainjson.h"

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
    const auto &plain = std::get<Value>(value);
    const QString text
        = QString::fromUtf8(plain.type() == Value::Type::Text ? plain.canonical() : plain.toPlainText());
    return plain.isNull() ? u"null"_s : excerpt(text, longestValue);
}

QString lineOf(const Finding &finding)
{
    QString line = finding.instance.toString();
    if (!finding.plugin.isEmpty())
        line += u' ' + finding.plugin;
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

bool isIgnored(const Finding &finding)
{
    return !finding.ignoredBy.isEmpty();
}

QJsonObject hitJson(const RuleHit &hit)
{
    return {{u"id"_s, hit.rule.id.toString()},
            {u"rule"_s, domain::nameOf(hit.rule.kind)},
            {u"reason"_s, hit.rule.reason},
            {u"hits"_s, hit.findings}};
}

// "2 ignored by pack/Paper/spigot-version: the server raises it".
QString lineOf(const RuleHit &hit)
{
    const bool ignores = hit.rule.kind == domain::RuleKind::Ignore;
    const QString verb = ignores ? u"ignored by "_s : domain::nameOf(hit.rule.severity) + u" by "_s;
    QString line = QString::number(hit.findings) + u' ' + verb + hit.rule.id.toString();
    if (!hit.rule.reason.isEmpty())
        line += u": "_s + escapedForDisplay(QStringView(hit.rule.reason));
    return line + u'\n';
}

} // namespace

QString unresolvedText(const QList<domain::UnresolvedKeys> &unresolved)
{
    QString out;
    for (const domain::UnresolvedKeys &keys : unresolved) {
        const QString line = keys.plugin + u": "_s + counted(keys.settings, u"setting", u"settings")
            + (keys.haveTwoValues() ? u": "_s : u" without a file: "_s) + keys.reason + u" ("_s
            + keys.examples.join(u", "_s) + u')';
        out += escapedForDisplay(QStringView(line)) + u'\n';
    }
    return out;
}

QJsonArray unresolvedJson(const QList<domain::UnresolvedKeys> &unresolved)
{
    QJsonArray out;
    for (const domain::UnresolvedKeys &keys : unresolved)
        out.append(QJsonObject{{u"plugin"_s, keys.plugin},
                               {u"reason"_s, keys.reason},
                               {u"settings"_s, keys.settings},
                               {u"examples"_s, QJsonArray::fromStringList(keys.examples)}});
    return out;
}

bool hasFindings(const CheckResult &result)
{
    return std::any_of(result.report.reports.begin(), result.report.reports.end(),
                       [](const domain::DriftReport &report) {
                           return !std::all_of(report.findings.begin(), report.findings.end(), isIgnored);
                       });
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
    QJsonArray rules;
    for (const RuleHit &hit : result.hits)
        rules.append(hitJson(hit));
    return {{u"scanned"_s, protocol::toJson(result.report.counts())},
            {u"partial"_s, result.report.isPartial()},
            {u"findings"_s, findings},
            {u"rules"_s, rules},
            {u"unresolved"_s, unresolvedJson(result.report.unresolved)},
            {u"without_expectations"_s, withoutExpectations},
            {u"skipped"_s, QJsonArray::fromStringList(result.skipped)}};
}

QString toText(const CheckResult &result)
{
    QString out;
    qsizetype count = 0;
    qsizetype ignored = 0;
    for (const domain::DriftReport &report : result.report.reports) {
        for (const Finding &finding : report.findings) {
            ++(isIgnored(finding) ? ignored : count);
            if (!isIgnored(finding))
                out += lineOf(finding);
        }
    }
    out += unresolvedText(result.report.unresolved);
    for (const QString &folder : result.skipped)
        out += u"skipped "_s + folder + u'\n';
    for (const RuleHit &hit : result.hits)
        out += lineOf(hit);
    const domain::ScanCounts counts = result.report.counts();
    out += counted(count, u"finding", u"findings")
        + (ignored > 0 ? u", %1 ignored"_s.arg(ignored) : QString());
    out += u"; scanned %1 servers, %2 instances, %3 plugins, %4 files, %5 settings\n"_s.arg(counts.servers)
               .arg(counts.instances)
               .arg(counts.plugins)
               .arg(counts.files)
               .arg(counts.settings);
    if (result.report.isPartial())
        out += u"PARTIAL: something could not be read; what is above may not be all\n"_s;
    return out;
}

} // namespace archivesmp::app::cli
