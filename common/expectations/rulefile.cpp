// SPDX-License-Identifier: GPL-3.0-or-later
// The files that rules stand in.
#include "common/core/textescape.h"
#include "common/expectations/rulecheck.h"
#include "common/expectations/rulepacks.h"
#include "common/expectations/rulereader.h"

#include <QSet>

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Rule;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

Result<ConfigDocument> parseRules(const QByteArray &yaml, const QString &file)
{
    auto document = config::parse(yaml, config::Format::Yaml);
    if (!document)
        return document.error().inFile(file);
    if (!document->problems().isEmpty()) {
        const auto &problem = document->problems().first();
        return Error{ErrorCode::InvalidInput, problem.message, file, problem.line, problem.column};
    }
    return document;
}

Error misplaced(const ConfigDocument &document, NodeIndex node, const QString &file, const QString &message,
                const QString &remedy)
{
    const ConfigDocument::Node &at = document.node(node);
    return {ErrorCode::InvalidInput,
            message,
            file,
            static_cast<int>(at.line),
            static_cast<int>(at.column),
            document.pathOf(node).toString(),
            remedy};
}

// The list of rules, empty where there is none.
Result<std::vector<NodeIndex>> ruleNodes(const ConfigDocument &document, const QString &file,
                                         const QByteArrayList &members)
{
    std::vector<NodeIndex> nodes;
    if (document.node(0).type == Value::Type::Null)
        return nodes;
    if (document.node(0).type != Value::Type::Map)
        return misplaced(document, 0, file, u"the file is no map"_s, u"begin it with rules:"_s);
    for (NodeIndex i = document.node(0).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling) {
        if (!members.contains(document.node(i).key.toByteArray()))
            return misplaced(document, i, file, u"nobody knows this member"_s,
                             u"use "_s + QString::fromUtf8(members.join(", ")));
    }
    const NodeIndex list = document.child(0, "rules");
    if (list == ConfigDocument::noNode || document.node(list).type == Value::Type::Null)
        return nodes;
    if (document.node(list).type != Value::Type::List)
        return misplaced(document, list, file, u"not a list of rules"_s, u"begin each rule with \"- \""_s);
    for (NodeIndex i = document.node(list).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling)
        nodes.push_back(i);
    return nodes;
}

QString memberText(const ConfigDocument &document, NodeIndex map, QByteArrayView name)
{
    const NodeIndex node = document.child(map, name);
    return node == ConfigDocument::noNode ? QString() : QString::fromUtf8(document.node(node).text);
}

// Reads each rule and names it.
template <typename Finish>
Result<QList<Rule>> readEach(const ConfigDocument &document, const QString &file,
                             const QByteArrayList &members, Finish finish)
{
    const auto nodes = ruleNodes(document, file, members);
    if (!nodes)
        return nodes.error();
    QList<Rule> rules;
    QSet<RuleId> ids;
    for (const NodeIndex node : *nodes) {
        auto rule = readRule(document, node);
        if (!rule)
            return rule.error().inFile(file);
        if (const auto finished = finish(*rule, node); !finished)
            return finished.error();
        if (ids.contains(rule->id))
            return misplaced(document, node, file, u"two rules are called "_s + rule->id.toString(),
                             u"rename one of them"_s);
        ids.insert(rule->id);
        rules.append(std::move(*rule));
    }
    return rules;
}

// A name that is nobody's would leave on what was meant to be off.
Result<QStringList> readPacksOff(const ConfigDocument &document, const QString &file)
{
    QStringList off;
    const NodeIndex list
        = document.node(0).type == Value::Type::Map ? document.child(0, "packs_off") : ConfigDocument::noNode;
    if (list == ConfigDocument::noNode || document.node(list).type == Value::Type::Null)
        return off;
    if (document.node(list).type != Value::Type::List)
        return misplaced(document, list, file, u"not a list"_s, u"write [a, b]"_s);
    for (NodeIndex i = document.node(list).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling) {
        const QString name = QString::fromUtf8(document.node(i).text);
        const auto isNamed
            = [&](const Rule &rule) { return rule.pack == name || rule.id.toString() == name; };
        if (std::none_of(shippedRules().begin(), shippedRules().end(), isNamed))
            return misplaced(document, i, file, excerpt(name, 60) + u" is no pack, nor a rule of one"_s,
                             u"take the name from the report"_s);
        off.append(name);
    }
    return off;
}

} // namespace

Result<RuleFile> readRules(const QByteArray &yaml, const QString &file)
{
    const auto document = parseRules(yaml, file);
    if (!document)
        return document.error();
    const auto finish = [&](Rule &rule, NodeIndex node) -> Result<void> {
        if (const auto fits = checkRule(rule); !fits)
            return misplaced(*document, node, file, fits.error().message, {});
        rule.pack.clear(); // an admin's own, wherever it was copied from
        if (rule.id.isEmpty())
            rule.id = RuleId(file.section(u'/', -1) + u':' + QString::number(document->node(node).line));
        return {};
    };
    auto rules = readEach(*document, file, {"rules", "packs_off"}, finish);
    if (!rules)
        return rules.error();
    auto off = readPacksOff(*document, file);
    if (!off)
        return off.error();
    return RuleFile{std::move(*rules), std::move(*off)};
}

Result<QList<Rule>> readRulePack(const QByteArray &yaml, const QString &file)
{
    const auto document = parseRules(yaml, file);
    if (!document)
        return document.error();
    const QString pack
        = document->node(0).type == Value::Type::Map ? memberText(*document, 0, "pack") : QString();
    if (pack.isEmpty())
        return misplaced(*document, 0, file, u"the pack has no name"_s, u"begin it with pack:"_s);
    const QString plugin = memberText(*document, 0, "plugin");
    const auto finish = [&](Rule &rule, NodeIndex node) -> Result<void> {
        const QString name = memberText(*document, node, "name");
        if (name.isEmpty())
            return misplaced(*document, node, file, u"the rule has no name"_s, u"add name:"_s);
        if (rule.reason.isEmpty())
            return misplaced(*document, node, file, u"the rule has no reason"_s, u"add reason:"_s);
        rule.id = RuleId(u"pack/"_s + pack + u'/' + name);
        rule.pack = pack;
        if (rule.scope.plugin.isEmpty())
            rule.scope.plugin = plugin;
        return {};
    };
    return readEach(*document, file, {"pack", "plugin", "rules"}, finish);
}

} // namespace archivesmp::expectations
