// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/rulepacks.h"

#include "common/expectations/rulereader.h"

#include <QDir>
#include <QFile>
#include <QSet>

static void initRulePacks() // the macro does not work inside a namespace
{
    Q_INIT_RESOURCE(rules);
}

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;
using domain::Rule;

const QList<Rule> &shippedRules()
{
    // A test reads every pack, so that a faulty one is never shipped.
    static const QList<Rule> rules = [] {
        auto read = readShippedRules();
        return read ? *std::move(read) : QList<Rule>();
    }();
    return rules;
}

QList<Rule> withPacks(const QList<Rule> &own, const QStringList &off)
{
    QList<Rule> rules = own;
    for (const Rule &rule : shippedRules()) {
        if (!off.contains(rule.pack) && !off.contains(rule.id.toString()))
            rules.append(rule);
    }
    return rules;
}

Result<QList<Rule>> readShippedRules()
{
    initRulePacks();
    const QDir folder(u":/rules"_s);
    QList<Rule> rules;
    QSet<RuleId> ids;
    for (const QString &name : folder.entryList(QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            return Error{ErrorCode::Corrupt, u"the shipped rules cannot be read"_s, name};
        auto pack = readRulePack(file.readAll(), name);
        if (!pack)
            return pack.error();
        for (const Rule &rule : std::as_const(*pack)) {
            if (ids.contains(rule.id))
                return Error{ErrorCode::InvalidInput, u"two packs have a rule "_s + rule.id.toString(), name};
            ids.insert(rule.id);
        }
        rules.append(std::move(*pack));
    }
    return rules;
}

} // namespace archivesmp::expectations
