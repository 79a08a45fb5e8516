// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/plugincheck.h"

#include "common/drift/findings.h"

#include <QMap>

#include <algorithm>
#include <utility>

namespace archivesmp::drift {

using namespace Qt::StringLiterals;
using domain::Finding;
using domain::FindingKind;
using domain::InstalledPlugin;
using expectations::ExpectationSet;
using expectations::MatrixRow;
using expectations::Presence;

namespace {

QList<Finding> duplicates(const domain::InstanceRef &instance, const QMap<QString, QStringList> &jars,
                          const DetectorOptions &options)
{
    QList<Finding> findings;
    for (auto it = jars.begin(); it != jars.end(); ++it) {
        if (it->size() < 2)
            continue;
        Finding finding = newFinding(instance, it.key(), {}, FindingKind::DuplicatePlugin, options.seenAt);
        finding.message = u"the server would load more than one of: "_s + it->join(u", "_s);
        findings.append(identified(std::move(finding)));
    }
    return findings;
}

// One finding per plugin, whose id does not change with the JAR's file name.
void addWrongVersion(QList<Finding> &findings, const domain::InstanceRef &instance, const MatrixRow &row,
                     const QString &wanted, const QList<InstalledPlugin> &jars,
                     const DetectorOptions &options)
{
    if (wanted.isEmpty())
        return;
    const auto wrong = std::find_if(jars.begin(), jars.end(), [&](const InstalledPlugin &jar) {
        return !expectations::fitsVersion(wanted, jar.version);
    });
    if (wrong == jars.end())
        return;
    Finding finding = newFinding(instance, row.plugin, {}, FindingKind::WrongVersion, options.seenAt);
    finding.expected = Value::text(wanted.toUtf8());
    if (!wrong->version.isEmpty())
        finding.actual = Value::text(wrong->version.toUtf8());
    finding.message = wrong->version.isEmpty() ? wrong->jarFile + u" names no version"_s : wrong->jarFile;
    findings.append(identified(std::move(finding)));
}

} // namespace

PluginNames::PluginNames(const ExpectationSet &set)
    : _aliases(set.aliases())
{
    for (const expectations::PluginExpectations &plugin : set.plugins())
        _names.insert(plugin.plugin);
    for (const MatrixRow &row : set.matrix().rows)
        _names.insert(row.plugin);
    for (const QString &name : std::as_const(_names))
        _byLowerCase.insert(name.toLower(), name);
}

QString PluginNames::nameOf(const InstalledPlugin &plugin) const
{
    const QString folder = plugin.folder.section(u'/', -1);
    for (const QString &name : {plugin.name, folder}) {
        if (_names.contains(name))
            return name;
        if (const QString alias = _aliases.plugin(name); _names.contains(alias))
            return alias;
    }
    for (const QString &name : {plugin.name, folder}) {
        if (const auto known = _byLowerCase.constFind(name.toLower()); known != _byLowerCase.constEnd())
            return *known;
    }
    return plugin.name;
}

QList<Finding> checkPlugins(const ExpectationSet &set, const PluginNames &names,
                            const domain::InstanceRef &instance, const QList<InstalledPlugin> &installed,
                            const DetectorOptions &options)
{
    QMap<QString, QStringList> jars;
    QHash<QString, QList<InstalledPlugin>> loaded;
    QSet<QString> present;
    for (const InstalledPlugin &plugin : installed) {
        const QString name = names.nameOf(plugin);
        present.insert(name);
        if (plugin.jarFile.isEmpty())
            continue;
        jars[name].append(plugin.jarFile);
        loaded[name].append(plugin);
    }
    QList<Finding> findings = duplicates(instance, jars, options);
    const qsizetype column = set.matrixColumn(instance);
    for (const MatrixRow &row : set.matrix().rows) {
        const Presence stated = column < 0 ? Presence::Undecided : row.cells.at(column);
        if (stated != Presence::Forbidden)
            addWrongVersion(findings, instance, row, row.versionFor(column), loaded.value(row.plugin),
                            options);
        const Presence presence = set.matrixAccepted() ? stated : Presence::Undecided;
        const bool isHere = present.contains(row.plugin);
        if (presence == Presence::Required && !isHere)
            findings.append(
                identified(newFinding(instance, row.plugin, {}, FindingKind::MissingPlugin, options.seenAt)));
        // A folder alone loads nothing: only a JAR is a plugin that must not be there.
        if (presence == Presence::Forbidden && jars.contains(row.plugin))
            findings.append(identified(
                newFinding(instance, row.plugin, {}, FindingKind::UnexpectedPlugin, options.seenAt)));
    }
    return findings;
}

} // namespace archivesmp::drift
