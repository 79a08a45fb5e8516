// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/aliassuggestions.h"

#include "common/expectations/secretclassifier.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

constexpr int enoughValues = 2; // one value alone may name a neighbour

struct Usage
{
    int settings = 0;
    QMap<QString, int> names; // instance-like words in its values
};

constexpr qsizetype fewestLetters = 3;        // shorter names are like too many others
constexpr qsizetype fewestLettersCarried = 2; // a name that the values carry is evidence of its own

// "BIG01" may stand for "BIGG01": the digits at the end are equal, the first letter is, and one's letters are
// the other's with some left out.
bool isAlike(const QString &unknown, const QString &known, qsizetype fewest)
{
    static const QRegularExpression parts(u"^([A-Z]+)(\\d+)$"_s);
    const auto a = parts.match(unknown);
    const auto b = parts.match(known);
    if (!a.hasMatch() || !b.hasMatch() || a.captured(2) != b.captured(2))
        return false;
    const QString &shorter = a.captured(1).size() <= b.captured(1).size() ? a.captured(1) : b.captured(1);
    const QString &longer = a.captured(1).size() <= b.captured(1).size() ? b.captured(1) : a.captured(1);
    if (shorter.size() < fewest || shorter.front() != longer.front())
        return false;
    qsizetype at = 0;
    for (const QChar c : longer)
        at += at < shorter.size() && shorter.at(at) == c;
    return at == shorter.size();
}

void countNames(const Value &value, QMap<QString, int> &names)
{
    static const QRegularExpression name(u"(?<![A-Za-z0-9])[A-Z]{2,8}\\d{2,3}(?![A-Za-z0-9])"_s);
    for (const Value &item : value.items())
        countNames(item, names);
    const QString text = QString::fromUtf8(value.toText());
    for (auto it = name.globalMatch(text); it.hasNext();)
        ++names[it.next().captured()];
}

QMap<QString, Usage> usages(const QList<PluginExpectations> &variable)
{
    QMap<QString, Usage> usage;
    for (const PluginExpectations &plugin : variable) {
        for (const Setting &setting : plugin.settings) {
            for (auto it = setting.instances.begin(); it != setting.instances.end(); ++it) {
                Usage &one = usage[it.key()];
                ++one.settings;
                if (const Value *value = std::get_if<Value>(&*it))
                    countNames(*value, one.names);
            }
        }
    }
    return usage;
}

// The name that the values carry most often; one that some of them carry beside it is a neighbour's.
QString mostCarried(const Usage &usage)
{
    const auto most = std::max_element(usage.names.begin(), usage.names.end());
    return most != usage.names.end() && *most >= enoughValues ? most.key() : QString();
}

AliasSuggestion suggestionFor(const QString &unknown, const Usage &usage, const QString &candidate)
{
    AliasSuggestion suggestion{candidate, {}};
    const QString carried = mostCarried(usage);
    const QString count = QString::number(usage.names.value(carried));
    if (carried == candidate)
        suggestion.evidence.append(count + u" of its values carry the name "_s + candidate);
    else if (!carried.isEmpty() && isAlike(carried, candidate, fewestLettersCarried))
        suggestion.evidence.append(count + u" of its values carry the name "_s + carried
                                   + u", which is like "_s + candidate);
    if (isAlike(unknown, candidate, fewestLetters))
        suggestion.evidence.append(u"the names differ by left-out letters only"_s);
    return suggestion;
}

} // namespace

QList<UnknownInstance> findUnknownInstances(const QList<PluginExpectations> &variable,
                                            const QStringList &known)
{
    const QMap<QString, Usage> usage = usages(variable);
    QList<UnknownInstance> unknown;
    for (auto it = usage.begin(); it != usage.end(); ++it) {
        if (known.contains(it.key()))
            continue;
        UnknownInstance instance{it.key(), it->settings, {}, {}};
        for (const QString &candidate : known) {
            if (usage.contains(candidate))
                continue;
            const AliasSuggestion suggestion = suggestionFor(it.key(), *it, candidate);
            if (!suggestion.evidence.isEmpty())
                instance.suggestions.append(suggestion);
        }
        std::stable_sort(instance.suggestions.begin(), instance.suggestions.end(),
                         [](const auto &a, const auto &b) { return a.evidence.size() > b.evidence.size(); });
        for (auto name = it->names.begin(); name != it->names.end(); ++name) {
            if (*name >= enoughValues && !known.contains(name.key()) && name.key() != it.key())
                instance.carried.insert(name.key(), *name);
        }
        unknown.append(instance);
    }
    return unknown;
}

} // namespace archivesmp::expectations
