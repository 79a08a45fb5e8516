// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/checkrules.h"

#include "common/drift/judgement.h"
#include "common/expectations/rulepacks.h"
#include "common/expectations/rulereader.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace archivesmp::app::cli {

using namespace Qt::StringLiterals;
using domain::Rule;
using expectations::RuleFile;

namespace {

constexpr qint64 largestFile = qint64(4) * 1024 * 1024;

Result<RuleFile> readRuleFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return RuleFile();
    if (!QFileInfo(path).isFile())
        return Error{ErrorCode::InvalidInput, u"not a file"_s, path};
    if (file.size() > largestFile)
        return Error{ErrorCode::LimitExceeded, u"the file is larger than 4 MiB"_s, path};
    if (!file.open(QIODevice::ReadOnly))
        return Error{ErrorCode::PermissionDenied, u"cannot read the file: "_s + file.errorString(), path};
    return expectations::readRules(file.readAll(), path);
}

} // namespace

Result<QList<Rule>> loadRules(const QString &folder, Packs packs)
{
    auto own = readRuleFile(folder + u"/rules.yaml"_s);
    if (!own)
        return own.error();
    if (packs == Packs::Off)
        return std::move(own->rules);
    return expectations::withPacks(own->rules, own->packsOff);
}

QList<RuleHit> judge(scan::FleetReport &report, const QList<Rule> &rules, const QDateTime &now)
{
    drift::Judgement judgement(rules, now);
    for (domain::DriftReport &instance : report.reports)
        judgement.judge(instance.findings);
    QList<RuleHit> hits;
    for (const Rule &rule : rules) {
        if (const int findings = judgement.hits().value(rule.id); findings > 0)
            hits.append({rule, findings});
    }
    std::sort(hits.begin(), hits.end(),
              [](const RuleHit &a, const RuleHit &b) { return a.rule.id < b.rule.id; });
    return hits;
}

} // namespace archivesmp::app::cli
