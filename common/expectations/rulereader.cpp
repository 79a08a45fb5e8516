// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulereader.h"

#include "common/core/textescape.h"
#include "common/expectations/glob.h"

#include <QSet>

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Rule;
using domain::RuleKind;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

// Reads one rule and keeps the first error.
class RuleReading final
{
public:
    RuleReading(const ConfigDocument &document, NodeIndex node)
        : _document(document)
        , _node(node)
    { }

    Result<Rule> read()
    {
        if (_document.node(_node).type != Value::Type::Map)
            return wrong(_node, u"a rule is a map of its members"_s);
        readKind();
        readScope();
        readJudging();
        readComparing();
        readGroup();
        _rule.id = RuleId(text("id"));
        _rule.reason = text("reason");
        _rule.pack = text("pack");
        _rule.author = text("author");
        if (const auto created = time("created_at"))
            _rule.createdAt = *created;
        _rule.expiresAt = time("expires_at");
        _known.insert("name");
        refuseOthers(_node, _known);
        checkObserved();
        if (_error)
            return *_error;
        return _rule;
    }

private:
    Error wrong(NodeIndex node, const QString &message, const QString &remedy = {}) const
    {
        const ConfigDocument::Node &at = _document.node(node);
        return {ErrorCode::InvalidInput,
                message,
                {},
                static_cast<int>(at.line),
                static_cast<int>(at.column),
                _document.pathOf(node).toString(),
                remedy};
    }

    void fail(NodeIndex node, const QString &message, const QString &remedy = {})
    {
        if (!_error)
            _error = wrong(node, message, remedy);
    }

    NodeIndex member(QByteArrayView name)
    {
        _known.insert(name.toByteArray());
        return _document.child(_node, name);
    }

    QString textOf(NodeIndex node)
    {
        if (node == ConfigDocument::noNode)
            return {};
        const Value::Type type = _document.node(node).type;
        if (type == Value::Type::List || type == Value::Type::Map)
            fail(node, u"not a text"_s);
        return QString::fromUtf8(_document.node(node).text);
    }

    QString text(QByteArrayView name) { return textOf(member(name)); }

    std::optional<bool> truth(NodeIndex node)
    {
        if (node == ConfigDocument::noNode)
            return std::nullopt;
        if (_document.node(node).type != Value::Type::Boolean)
            fail(node, u"not a truth value"_s, u"use true or false"_s);
        return _document.value(node).toBoolean();
    }

    QStringList texts(NodeIndex node)
    {
        if (node == ConfigDocument::noNode)
            return {};
        if (_document.node(node).type != Value::Type::List)
            fail(node, u"not a list"_s, u"write [a, b]"_s);
        QStringList out;
        for (NodeIndex i = _document.node(node).firstChild; i != ConfigDocument::noNode;
             i = _document.node(i).nextSibling)
            out.append(textOf(i));
        return out;
    }

    std::optional<QDateTime> time(QByteArrayView name)
    {
        const NodeIndex node = member(name);
        if (node == ConfigDocument::noNode)
            return std::nullopt;
        QDateTime moment = QDateTime::fromString(textOf(node), Qt::ISODateWithMs);
        if (!moment.isValid())
            fail(node, excerpt(textOf(node), 60) + u" is no time"_s,
                 u"write 2027-01-31 or 2027-01-31T12:00:00Z"_s);
        if (moment.timeSpec() == Qt::LocalTime)
            moment.setTimeSpec(Qt::UTC);
        return moment.toUTC();
    }

    void readKind()
    {
        const NodeIndex node = member("rule");
        if (node == ConfigDocument::noNode)
            return fail(_node, u"the rule does not say what it does"_s,
                        u"add rule: ignore, severity, list, extra_keys, secret, unique or agree"_s);
        const auto kind = domain::ruleKindFromName(textOf(node));
        if (!kind)
            return fail(node, excerpt(textOf(node), 60) + u" is no rule"_s,
                        u"use ignore, severity, list, extra_keys, secret, unique or agree"_s);
        _rule.kind = *kind;
    }

    void readScope()
    {
        const NodeIndex scope = member("scope");
        if (scope == ConfigDocument::noNode)
            return;
        if (_document.node(scope).type != Value::Type::Map)
            return fail(scope, u"the scope is a map"_s, u"use plugin, file, key and instance"_s);
        _rule.scope = {textOf(_document.child(scope, "plugin")), textOf(_document.child(scope, "file")),
                       textOf(_document.child(scope, "key")), textOf(_document.child(scope, "instance"))};
        refuseOthers(scope, {"plugin", "file", "key", "instance"});
    }

    // A member that only rules of these kinds have.
    NodeIndex memberOf(std::initializer_list<RuleKind> kinds, QByteArrayView name)
    {
        const NodeIndex node = member(name);
        const bool isTheirs = std::find(kinds.begin(), kinds.end(), _rule.kind) != kinds.end();
        if (node != ConfigDocument::noNode && !isTheirs)
            fail(node, u"a rule \"%1\" has no %2"_s.arg(domain::nameOf(_rule.kind), QString::fromUtf8(name)),
                 u"remove it"_s);
        return node;
    }

    void readJudging()
    {
        const NodeIndex kinds = memberOf({RuleKind::Ignore, RuleKind::Severity}, "finding_kinds");
        for (const QString &name : texts(kinds)) {
            if (const auto kind = domain::findingKindFromName(name))
                _rule.findingKinds.append(*kind);
            else
                fail(kinds, excerpt(name, 60) + u" is no kind of finding"_s);
        }
        const NodeIndex severity = memberOf({RuleKind::Severity}, "severity");
        if (severity == ConfigDocument::noNode && _rule.kind == RuleKind::Severity)
            return fail(_node, u"the rule says no severity"_s, u"add severity: info, normal or critical"_s);
        if (severity == ConfigDocument::noNode)
            return;
        if (const auto known = domain::severityFromName(textOf(severity)))
            _rule.severity = *known;
        else
            fail(severity, excerpt(textOf(severity), 60) + u" is no severity"_s,
                 u"use info, normal or critical"_s);
    }

    void readComparing()
    {
        const NodeIndex mode = memberOf({RuleKind::List}, "list_mode");
        const NodeIndex key = memberOf({RuleKind::List}, "list_key");
        if (mode != ConfigDocument::noNode) {
            if (const auto known = domain::listModeFromName(textOf(mode)))
                _rule.listMode = *known;
            else
                fail(mode, excerpt(textOf(mode), 60) + u" is no way to compare lists"_s,
                     u"use ordered, set or keyed"_s);
        }
        _rule.listKey = textOf(key);
        const bool isKeyed = _rule.listMode == domain::ListMode::Keyed;
        if (isKeyed == _rule.listKey.isEmpty() && _rule.kind == RuleKind::List)
            fail(_node, isKeyed ? u"the list has no key"_s : u"only a keyed list has a key"_s,
                 isKeyed ? u"add list_key: the member that names an element"_s : u"remove list_key"_s);
        if (const auto on = truth(memberOf({RuleKind::ExtraKeys}, "on")))
            _rule.on = *on;
    }

    void readGroup()
    {
        const NodeIndex group = memberOf({RuleKind::Unique, RuleKind::Agree}, "group");
        if (group == ConfigDocument::noNode)
            return;
        if (_document.node(group).type != Value::Type::Map)
            return fail(group, u"the group is a map"_s, u"use per_server and same_keys"_s);
        _rule.group.perServer = truth(_document.child(group, "per_server")).value_or(false);
        _rule.group.sameKeys = texts(_document.child(group, "same_keys"));
        refuseOthers(group, {"per_server", "same_keys"});
    }

    // Values are collected from files that are known beforehand.
    void checkObserved()
    {
        if (_rule.kind != RuleKind::Unique && _rule.kind != RuleKind::Agree)
            return;
        if (_rule.scope.file.isEmpty() || _rule.scope.key.isEmpty())
            fail(_node, u"a rule \"%1\" needs a file and a key"_s.arg(domain::nameOf(_rule.kind)),
                 u"add them to the scope"_s);
        else if (Glob(_rule.scope.file, u'/', u'/').crossesParts())
            fail(_document.child(_node, "scope"),
                 u"the file of such a rule cannot be looked for everywhere"_s,
                 u"name its folder, without **"_s);
    }

    void refuseOthers(NodeIndex map, const QSet<QByteArray> &known)
    {
        for (NodeIndex i = _document.node(map).firstChild; i != ConfigDocument::noNode;
             i = _document.node(i).nextSibling) {
            if (known.contains(_document.node(i).key.toByteArray()))
                continue;
            QStringList names;
            for (const QByteArray &name : known)
                names.append(QString::fromUtf8(name));
            names.sort();
            fail(i, u"nobody knows this member"_s, u"use "_s + names.join(u", "_s));
        }
    }

    const ConfigDocument &_document;
    NodeIndex _node;
    Rule _rule;
    QSet<QByteArray> _known;
    std::optional<Error> _error;
};

} // namespace

Result<Rule> readRule(const ConfigDocument &document, NodeIndex node)
{
    return RuleReading(document, node).read();
}

} // namespace archivesmp::expectations
