// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulejson.h"

#include "common/expectations/canonicaljson.h"

#include <algorithm>

namespace archivesmp::expectations {

using domain::Rule;

namespace {

void appendMember(QByteArray &out, const char *name)
{
    if (!out.endsWith('{'))
        out += ',';
    out += '"';
    out += name;
    out += "\":";
}

void appendText(QByteArray &out, const char *name, const QString &text)
{
    if (text.isEmpty())
        return;
    appendMember(out, name);
    appendJsonText(out, text.toUtf8());
}

void appendScope(QByteArray &out, const domain::RuleScope &scope)
{
    appendMember(out, "scope");
    out += '{';
    appendText(out, "plugin", scope.plugin);
    appendText(out, "file", scope.file);
    appendText(out, "key", scope.key);
    appendText(out, "instance", scope.instance);
    out += '}';
}

void appendGroup(QByteArray &out, const domain::RuleGroup &group)
{
    if (group == domain::RuleGroup())
        return;
    appendMember(out, "group");
    out += '{';
    if (group.perServer) {
        appendMember(out, "per_server");
        out += "true";
    }
    if (!group.sameKeys.isEmpty()) {
        appendMember(out, "same_keys");
        out += '[';
        for (const QString &key : group.sameKeys) {
            if (!out.endsWith('['))
                out += ',';
            appendJsonText(out, key.toUtf8());
        }
        out += ']';
    }
    out += '}';
}

void appendRule(QByteArray &out, const Rule &rule)
{
    out += '{';
    appendText(out, "id", rule.id.toString());
    appendText(out, "rule", domain::nameOf(rule.kind));
    appendScope(out, rule.scope);
    if (rule.listMode != domain::ListMode::Ordered)
        appendText(out, "list_mode", domain::nameOf(rule.listMode));
    appendText(out, "list_key", rule.listKey);
    if (!rule.on) {
        appendMember(out, "on");
        out += "false";
    }
    appendGroup(out, rule.group);
    appendText(out, "pack", rule.pack);
    if (rule.expiresAt)
        appendText(out, "expires_at", rule.expiresAt->toUTC().toString(Qt::ISODateWithMs));
    out += '}';
}

} // namespace

QList<Rule> comparedBy(const QList<Rule> &rules)
{
    QList<Rule> compared;
    for (Rule rule : rules) {
        if (!domain::changesComparison(rule.kind))
            continue;
        rule.author.clear();
        rule.reason.clear();
        rule.createdAt = {};
        compared.append(std::move(rule));
    }
    std::sort(compared.begin(), compared.end(), [](const Rule &a, const Rule &b) { return a.id < b.id; });
    return compared;
}

void appendRules(QByteArray &out, const QList<Rule> &rules)
{
    out += '[';
    for (const Rule &rule : rules) {
        if (!out.endsWith('['))
            out += ',';
        appendRule(out, rule);
    }
    out += ']';
}

} // namespace archivesmp::expectations
