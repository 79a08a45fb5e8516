// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/versionsummary.h"

#include "common/core/textescape.h"

#include <QSet>

namespace archivesmp::agent::coordinator {

using namespace expectations;
using namespace Qt::StringLiterals;

namespace {

constexpr int mostExamples = 5;
constexpr int longestValue = 60;

QString textOf(const std::optional<ExpectedValue> &value)
{
    if (!value)
        return u"nothing"_s;
    if (const Value *plain = std::get_if<Value>(&*value))
        return plain->isNull() ? u"null"_s : excerpt(QString::fromUtf8(plain->toPlainText()), longestValue);
    return std::holds_alternative<SealedSecret>(*value) ? u"secret"_s : u"not expected"_s;
}

QString textOf(Presence presence)
{
    switch (presence) {
    case Presence::Undecided:
        return u"undecided"_s;
    case Presence::Allowed:
        return u"allowed"_s;
    case Presence::Required:
        return u"required"_s;
    case Presence::Forbidden:
        return u"forbidden"_s;
    }
    return {};
}

QString exampleOf(const SettingDifference &setting)
{
    const QString whom = setting.owner.isEmpty() ? QString() : QString(u" for "_s + setting.owner);
    return setting.plugin + u": "_s + excerpt(QString::fromUtf8(setting.key), longestValue) + whom + u": "_s
        + textOf(setting.before) + u" → "_s + textOf(setting.after);
}

} // namespace

protocol::VersionSummary summaryOf(const ExpectationDifference &difference)
{
    protocol::VersionSummary summary;
    QSet<QString> plugins;
    for (const SettingDifference &setting : difference.settings) {
        plugins.insert(setting.plugin);
        if (!setting.before)
            ++summary.added;
        else if (!setting.after)
            ++summary.removed;
        else
            ++summary.changed;
        if (summary.examples.size() < mostExamples)
            summary.examples.append(exampleOf(setting));
    }
    for (const CellDifference &cell : difference.cells) {
        plugins.insert(cell.plugin);
        if (summary.examples.size() < mostExamples)
            summary.examples.append(cell.plugin + u" on "_s + cell.instance + u": "_s + textOf(cell.before)
                                    + u" → "_s + textOf(cell.after));
    }
    summary.cells = static_cast<int>(difference.cells.size());
    summary.rules = static_cast<int>(difference.rules.size());
    summary.aliases = difference.aliases;
    summary.plugins = QStringList(plugins.begin(), plugins.end());
    summary.plugins.sort();
    return summary;
}

} // namespace archivesmp::agent::coordinator
