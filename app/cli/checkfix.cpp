// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkfix.h"

#include "common/core/textescape.h"
#include "common/scan/atomicreplace.h"

#include <QJsonArray>
#include <QMap>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;
using domain::Finding;
using scan::FileFix;
using scan::SafeFolder;

namespace {

class Fixing final
{
public:
    Fixing(const scan::ScanOptions &options, FixMode mode)
        : _values{*options.expectations, options.fleetKey}
        , _mode(mode)
    { }

    void fixInstance(const domain::DriftReport &report, const QString &path)
    {
        QMap<QString, QList<Finding>> files;
        for (const Finding &finding : report.findings) {
            if (!finding.ignoredBy.isEmpty())
                continue;
            if (domain::isFixable(finding.kind))
                files[finding.file].append(finding);
            else
                summary.refused.append({finding, u"no value puts it right"_s});
        }
        const auto game = SafeFolder::open(path);
        for (auto it = files.begin(); it != files.end(); ++it) {
            if (game)
                fixFile(*game, it.key(), *it);
            else
                refuse(*it, game.error());
        }
    }

    FixSummary summary;

private:
    void fixFile(const SafeFolder &game, const QString &file, const QList<Finding> &findings)
    {
        const auto fix = scan::planFileFix(game, file, findings, _values);
        if (!fix) {
            refuse(findings, fix.error());
            return;
        }
        summary.refused.append(fix->refused);
        if (fix->fixed.isEmpty())
            return;
        if (_mode == FixMode::Write) {
            if (const auto written = scan::replaceFile(game, file.toUtf8(), fix->before, fix->after);
                !written) {
                refuse(fix->fixed, written.error());
                return;
            }
        }
        summary.files.append({findings.first().instance, file, fix->diff()});
        summary.fixed.append(fix->fixed);
    }

    void refuse(const QList<Finding> &findings, const Error &error)
    {
        for (const Finding &finding : findings)
            summary.refused.append({finding, error.message});
    }

    scan::FixValues _values;
    FixMode _mode;
};

QString nameOf(const Finding &finding)
{
    QString name = finding.instance.toString() + u' ' + finding.plugin + u' ' + finding.file;
    if (!finding.key.isEmpty())
        name += u' ' + escapedForDisplay(QStringView(finding.key.toString()));
    return name + u' ' + domain::nameOf(finding.kind);
}

} // namespace

FixSummary fixFindings(const scan::FleetReport &report, const QList<scan::InstanceFolder> &folders,
                       const scan::ScanOptions &options, FixMode mode)
{
    Fixing fixing(options, mode);
    for (qsizetype i = 0; i < report.reports.size(); ++i)
        fixing.fixInstance(report.reports.at(i), folders.at(i).path);
    return std::move(fixing.summary);
}

QString toText(const FixSummary &summary, FixMode mode)
{
    QString out;
    for (const FixedFile &file : summary.files) {
        const QString path = file.instance.toString() + u"/Minecraft/"_s + file.file;
        out += u"--- a/"_s + path + u"\n+++ b/"_s + path + u'\n' + file.diff;
    }
    for (const scan::RefusedFix &refused : summary.refused)
        out += u"left alone: "_s + nameOf(refused.finding) + u": "_s
            + escapedForDisplay(QStringView(refused.reason)) + u'\n';
    return out
        + u"%1 settings %2 in %3 files, %4 findings left alone\n"_s.arg(summary.fixed.size())
              .arg(mode == FixMode::Write ? u"written"_s : u"would be written"_s)
              .arg(summary.files.size())
              .arg(summary.refused.size());
}

void addTo(QJsonObject &document, const FixSummary &summary, FixMode mode)
{
    QJsonArray files;
    for (const FixedFile &file : summary.files)
        files.append(QJsonObject{{u"physical_server"_s, file.instance.server},
                                 {u"instance"_s, file.instance.name},
                                 {u"file"_s, file.file},
                                 {u"diff"_s, file.diff}});
    QJsonArray fixed;
    for (const Finding &finding : summary.fixed)
        fixed.append(finding.id.toString());
    QJsonArray refused;
    for (const scan::RefusedFix &fix : summary.refused)
        refused.append(QJsonObject{{u"id"_s, fix.finding.id.toString()}, {u"reason"_s, fix.reason}});
    document.insert(u"fix"_s,
                    QJsonObject{{u"written"_s, mode == FixMode::Write},
                                {u"files"_s, files},
                                {u"fixed"_s, fixed},
                                {u"refused"_s, refused}});
}

} // namespace archivesmp::app::cli
