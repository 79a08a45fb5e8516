// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/expectations/ruletext.h"

#include <QCoreApplication>

namespace archivesmp::app::expectations {

using namespace Qt::StringLiterals;
using domain::ListMode;
using domain::Rule;
using domain::RuleKind;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("archivesmp::app::expectations", text);
}

QString severityWord(domain::Severity severity)
{
    switch (severity) {
    case domain::Severity::Info:
        return tr("info");
    case domain::Severity::Normal:
        return tr("normal");
    case domain::Severity::Critical:
        return tr("critical");
    }
    Q_UNREACHABLE();
}

QString listText(const Rule &rule)
{
    switch (rule.listMode) {
    case ListMode::Ordered:
        return tr("List in its order");
    case ListMode::Set:
        return tr("List as a set");
    case ListMode::Keyed:
        return tr("List keyed by %1").arg(rule.listKey);
    }
    Q_UNREACHABLE();
}

} // namespace

QString kindText(const Rule &rule)
{
    switch (rule.kind) {
    case RuleKind::Ignore:
        return tr("Ignored");
    case RuleKind::Severity:
        return tr("Severity: %1").arg(severityWord(rule.severity));
    case RuleKind::List:
        return listText(rule);
    case RuleKind::ExtraKeys:
        return rule.on ? tr("Extra keys reported") : tr("Extra keys allowed");
    case RuleKind::Secret:
        return tr("Secret");
    case RuleKind::Unique:
        return rule.group.perServer ? tr("Unique per server") : tr("Unique");
    case RuleKind::Agree:
        return rule.group.perServer ? tr("The same per server") : tr("The same everywhere");
    }
    Q_UNREACHABLE();
}

QString settingText(const domain::RuleScope &scope)
{
    QStringList parts;
    for (const QString &part : {scope.plugin, scope.file, scope.key}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    return parts.isEmpty() ? tr("everything") : parts.join(u" › "_s);
}

QString whereText(const domain::RuleScope &scope)
{
    if (scope.instance.isEmpty() || scope.instance == u"*" || scope.instance == u"**")
        return tr("everywhere");
    if (scope.instance.endsWith(u"/*"))
        return tr("all of %1").arg(scope.instance.chopped(2));
    return scope.instance;
}

} // namespace archivesmp::app::expectations
