// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/plugincheck.h"

#include "common/drift/findings.h"

#include <QMap>

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
    QSet<QString> present;
    for (const InstalledPlugin &plugin : installed) {
        const QString name = names.nameOf(plugin);
        present.insert(name);
        if (!plugin.jarFile.isEmpty())
            jars[name].append(plugin.jarFile);
    }
    QList<Finding> findings = duplicates(instance, jars, options);
    const qsizetype column = set.matrixAccepted() ? set.matrixColumn(instance) : -1;
    if (column < 0)
        return findings;
    for (const MatrixRow &row : set.matrix().rows) {
        const Presence presence = row.cells.at(column);
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
