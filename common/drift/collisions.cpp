// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/collisions.h"

#include "common/core/textescape.h"
#include "common/drift/findings.h"
#include "common/expectations/rulepattern.h"

#include <QHash>
#include <QMap>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <tuple>

namespace archivesmp::drift {

using namespace Qt::StringLiterals;
using domain::Finding;
using domain::InstanceRef;
using domain::Observation;
using domain::Rule;
using domain::RuleKind;

namespace {

constexpr qsizetype mostNames = 3;
constexpr qsizetype longestValue = 60;

struct Seen
{
    const InstanceRef *instance = nullptr;
    const Observation *observation = nullptr;
    QByteArray value; // equal where the values are
};

// What is compared with each other.
struct Group
{
    RuleId rule;
    QString server;
    QByteArray same;
    QString key; // of Agree; a Unique value is unique under whatever key

    friend bool operator==(const Group &, const Group &) = default;
    friend size_t qHash(const Group &group, size_t seed = 0)
    {
        return qHashMulti(seed, group.rule, group.server, group.same, group.key);
    }
};

// 25565 in a .properties file and in a YAML one is one port, and so are 25_565 and 0x63dd there.
QByteArray comparable(const domain::ShownValue &value)
{
    if (const auto *secret = std::get_if<domain::SecretFingerprint>(&value))
        return "secret:" + secret->hmac;
    const Value *plain = std::get_if<Value>(&value);
    if (plain == nullptr || plain->isNull())
        return {};
    if (plain->isScalar() && plain->toPlainText().isEmpty())
        return {};
    const bool isText = plain->isScalar() && !plain->isNumber();
    return isText           ? "plain:" + plain->toPlainText()
        : plain->isNumber() ? "plain:" + plain->canonical()
                            : "whole:" + plain->canonical();
}

// The other sides of a collision: the first few by name, and how many there are.
struct Others
{
    QStringList names;
    qsizetype count = 0;

    [[nodiscard]] QString text() const
    {
        const QString shown = names.join(u", "_s);
        return count > names.size() ? shown + u" and %1 more"_s.arg(count - names.size()) : shown;
    }
};

QString messageOf(const Observation &own, const Others &others, RuleKind kind)
{
    const QString key = escapedForDisplay(QStringView(own.key.toString()));
    const QString verb = others.count == 1 ? u" has "_s : u" have "_s;
    if (kind == RuleKind::Agree)
        return others.text() + verb + u"another "_s + key;
    QString message = others.text() + verb + u"the same "_s + key;
    if (const Value *value = std::get_if<Value>(&own.value); value != nullptr && value->isScalar())
        message += u' ' + excerpt(QString::fromUtf8(value->toPlainText()), longestValue);
    return message;
}

bool areAsExpected(const QList<Seen> &sides)
{
    return std::all_of(sides.begin(), sides.end(),
                       [](const Seen &seen) { return seen.observation->asExpected; });
}

// The observations of one group by what they say.
struct Members
{
    QMap<QByteArray, QList<Seen>> byValue;
    QMap<QByteArray, QSet<InstanceRef>> instances;
    QSet<InstanceRef> all;

    void add(const Seen &seen)
    {
        byValue[seen.value].append(seen);
        instances[seen.value].insert(*seen.instance);
        all.insert(*seen.instance);
    }

    // Those whom one with this value collides with, itself possibly among them.
    [[nodiscard]] QList<InstanceRef> against(const QByteArray &value, RuleKind kind) const
    {
        QSet<InstanceRef> others = instances.value(value);
        if (kind == RuleKind::Agree) {
            others.clear();
            for (auto it = instances.begin(); it != instances.end(); ++it) {
                if (it.key() != value)
                    others.unite(*it);
            }
        }
        QList<InstanceRef> sorted(others.begin(), others.end());
        std::sort(sorted.begin(), sorted.end());
        return sorted;
    }

    [[nodiscard]] bool areAsExpected() const
    {
        return std::all_of(byValue.begin(), byValue.end(),
                           [](const QList<Seen> &same) { return drift::areAsExpected(same); });
    }
};

Others without(const QList<InstanceRef> &sides, const InstanceRef &self)
{
    Others others{{}, sides.size() - (sides.contains(self) ? 1 : 0)};
    for (const InstanceRef &side : sides) {
        if (others.names.size() == mostNames)
            break;
        if (side != self)
            others.names.append(side.toString());
    }
    return others;
}

class Comparing final
{
public:
    Comparing(const QList<Rule> &rules, const QDateTime &now)
        : _now(now)
    {
        for (const Rule &rule : rules) {
            const bool compares = rule.kind == RuleKind::Unique || rule.kind == RuleKind::Agree;
            if (compares && !expectations::hasExpired(rule, now))
                _rules.insert(rule.id, rule);
        }
    }

    void add(const InstanceObservations &seen)
    {
        for (const Observation &observation : seen.observations) {
            const auto rule = _rules.constFind(observation.rule);
            if (rule == _rules.constEnd())
                continue;
            const bool isAlone = !rule->group.sameKeys.isEmpty() && observation.group.isEmpty();
            if (isAlone || domain::isAbsent(observation.value))
                continue;
            QByteArray value = comparable(observation.value);
            if (value.isEmpty() && rule->kind == RuleKind::Unique)
                continue;
            const Group group{rule->id, rule->group.perServer ? seen.instance.server : QString(),
                              observation.group,
                              rule->kind == RuleKind::Agree ? observation.key.toString() : QString()};
            _groups[group].add({&seen.instance, &observation, std::move(value)});
        }
    }

    QList<Finding> findings()
    {
        for (auto it = _groups.begin(); it != _groups.end(); ++it) {
            const Rule &rule = *_rules.constFind(it.key().rule);
            const bool yields = !rule.pack.isEmpty();
            if (yields && rule.kind == RuleKind::Agree && it->areAsExpected())
                continue;
            for (auto same = it->byValue.begin(); same != it->byValue.end(); ++same) {
                if (yields && rule.kind == RuleKind::Unique && areAsExpected(*same))
                    continue;
                compare(*same, it->against(same.key(), rule.kind), rule.kind);
            }
        }
        QList<Finding> out;
        for (auto &found : _findings) {
            found.messages.removeDuplicates();
            found.messages.sort();
            found.finding.message = found.messages.join(u"; "_s);
            out.append(found.finding);
        }
        std::sort(out.begin(), out.end(), [](const Finding &a, const Finding &b) {
            return std::tie(a.instance, a.file, a.key) < std::tie(b.instance, b.file, b.key);
        });
        return out;
    }

private:
    struct Found
    {
        Finding finding;
        QStringList messages; // one per rule
    };

    void compare(const QList<Seen> &same, const QList<InstanceRef> &sides, RuleKind kind)
    {
        for (const Seen &seen : same) {
            const Others others = without(sides, *seen.instance);
            if (others.count > 0)
                report(seen, others, kind);
        }
    }

    void report(const Seen &seen, const Others &others, RuleKind kind)
    {
        const Observation &own = *seen.observation;
        Finding finding
            = newFinding(*seen.instance, own.plugin, own.file, domain::FindingKind::Collision, _now);
        finding.key = own.key;
        finding.actual = own.value;
        finding.line = own.line;
        finding.column = own.column;
        finding = identified(std::move(finding));
        Found &found = _findings[finding.id];
        found.finding = std::move(finding);
        found.messages.append(messageOf(own, others, kind));
    }

    QDateTime _now;
    QHash<RuleId, Rule> _rules;
    QHash<Group, Members> _groups;
    QMap<FindingId, Found> _findings;
};

} // namespace

QList<Finding> findCollisions(const QList<Rule> &rules, const QList<InstanceObservations> &fleet,
                              const QDateTime &now)
{
    Comparing comparing(rules, now);
    for (const InstanceObservations &seen : fleet)
        comparing.add(seen);
    return comparing.findings();
}

} // namespace archivesmp::drift
