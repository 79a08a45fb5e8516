// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/importreport.h"

#include "common/core/textescape.h"

#include <QJsonArray>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

QJsonObject jsonOf(const ImportReport::FileCounts &file)
{
    return {{u"file"_s, file.file},       {u"content"_s, file.content},   {u"platform"_s, file.platform},
            {u"plugins"_s, file.plugins}, {u"settings"_s, file.settings}, {u"values"_s, file.values}};
}

QJsonObject jsonOf(const UnknownInstance &unknown)
{
    QJsonArray suggestions;
    for (const AliasSuggestion &suggestion : unknown.suggestions)
        suggestions.append(QJsonObject{{u"instance"_s, suggestion.instance},
                                       {u"evidence"_s, QJsonArray::fromStringList(suggestion.evidence)}});
    QJsonObject carried;
    for (auto it = unknown.carried.begin(); it != unknown.carried.end(); ++it)
        carried.insert(it.key(), *it);
    return {{u"name"_s, unknown.name},
            {u"settings"_s, unknown.settings},
            {u"suggestions"_s, suggestions},
            {u"carried"_s, carried}};
}

QJsonObject jsonOf(const ImportReport::Conflict &conflict)
{
    return {{u"plugin"_s, conflict.plugin},
            {u"key"_s, conflict.key},
            {u"instances"_s, QJsonArray::fromStringList(conflict.instances)}};
}

QJsonObject jsonOf(const ImportReport::DoctorNote &note)
{
    return {{u"plugin"_s, note.plugin},
            {u"key"_s, note.key},
            {u"found"_s, note.found},
            {u"proposal"_s, note.proposal},
            {u"excerpt"_s, note.excerpt}};
}

QJsonObject jsonOf(const ImportReport::SecretNote &note)
{
    return {{u"plugin"_s, note.plugin}, {u"key"_s, note.key}, {u"instances"_s, note.instances}};
}

template <typename T>
QJsonArray arrayOf(const QList<T> &items)
{
    QJsonArray array;
    for (const T &item : items)
        array.append(jsonOf(item));
    return array;
}

void appendUnknown(QString &out, const QList<UnknownInstance> &unknown)
{
    if (unknown.isEmpty())
        return;
    out += u"\n%1 instance names of the variable settings are not in the matrix:\n"_s.arg(unknown.size());
    for (const UnknownInstance &instance : unknown) {
        out += u"  %1 (%2 settings)"_s.arg(escapedForDisplay(QStringView(instance.name)))
                   .arg(instance.settings);
        for (const AliasSuggestion &suggestion : instance.suggestions)
            out += u"\n    may be %1: %2"_s.arg(suggestion.instance, suggestion.evidence.join(u"; "_s));
        if (instance.suggestions.isEmpty())
            out += u"\n    no instance is like it"_s;
        for (auto it = instance.carried.begin(); it != instance.carried.end(); ++it)
            out += u"\n    %1 of its values carry %2, which is no instance of the matrix"_s.arg(*it).arg(
                it.key());
        out += u'\n';
    }
}

void appendNotes(QString &out, const ImportReport &report)
{
    if (!report.conflicts.isEmpty())
        out += u"\n%1 settings are universal and variable; the variable value wins where it names the instance:\n"_s
                   .arg(report.conflicts.size());
    for (const ImportReport::Conflict &conflict : report.conflicts)
        out += u"  %1: %2 (%3)\n"_s.arg(conflict.plugin, conflict.key, conflict.instances.join(u", "_s));
    if (!report.doctor.isEmpty())
        out += u"\n%1 values look damaged:\n"_s.arg(report.doctor.size());
    for (const ImportReport::DoctorNote &note : report.doctor)
        out += u"  %1: %2: %3, %4 %5\n"_s.arg(note.plugin, note.key, note.found, note.proposal, note.excerpt);
    if (!report.secrets.isEmpty())
        out += u"\n%1 settings are secret and never shown:\n"_s.arg(report.secrets.size());
    for (const ImportReport::SecretNote &note : report.secrets)
        out += u"  %1: %2\n"_s.arg(note.plugin, note.key);
    if (!report.notInMatrix.isEmpty())
        out += u"\n%1 plugins have settings and no row in the matrix:\n  %2\n"_s
                   .arg(report.notInMatrix.size())
                   .arg(report.notInMatrix.join(u", "_s));
}

} // namespace

QJsonObject ImportReport::toJson() const
{
    const QJsonObject matrix{{u"plugins"_s, matrixPlugins},
                             {u"instances"_s, matrixInstances},
                             {u"required"_s, matrixRequired},
                             {u"accepted"_s, matrixPlugins > 0 && matrixQuestion.isEmpty()},
                             {u"repeated"_s, QJsonArray::fromStringList(matrixRepeated)},
                             {u"question"_s, matrixQuestion}};
    return {
        {u"files"_s, arrayOf(files)},
        {u"plugins"_s, plugins},
        {u"universal"_s, QJsonObject{{u"plugins"_s, universalPlugins}, {u"settings"_s, universalSettings}}},
        {u"variable"_s,
         QJsonObject{{u"plugins"_s, variablePlugins},
                     {u"settings"_s, variableSettings},
                     {u"instances"_s, QJsonArray::fromStringList(variableInstances)}}},
        {u"matrix"_s, matrix},
        {u"unknown_instances"_s, arrayOf(unknownInstances)},
        {u"conflicts"_s, arrayOf(conflicts)},
        {u"doctor"_s, arrayOf(doctor)},
        {u"secrets"_s, arrayOf(secrets)},
        {u"not_in_matrix"_s, QJsonArray::fromStringList(notInMatrix)},
        {u"rules"_s,
         QJsonObject{{u"rules"_s, rules}, {u"packs_off"_s, QJsonArray::fromStringList(packsOff)}}}};
}

QString ImportReport::toText() const
{
    QString out;
    for (const FileCounts &file : files) {
        if (file.content == u"matrix")
            out += u"%1: %2 plugins × %3 instances, %4 required\n"_s.arg(file.file)
                       .arg(matrixPlugins)
                       .arg(matrixInstances)
                       .arg(matrixRequired);
        else if (file.content == u"rules")
            out += u"%1: %2 rules, %3\n"_s.arg(file.file).arg(rules).arg(
                packsOff.isEmpty() ? u"all shipped packs on"_s
                                   : QString(u"shipped packs off: "_s + packsOff.join(u", "_s)));
        else
            out += u"%1: %2 plugins, %3 settings, %4 values\n"_s.arg(file.file)
                       .arg(file.plugins)
                       .arg(file.settings)
                       .arg(file.values);
    }
    out += u"\n%1 plugins with %2 universal settings, %3 plugins with %4 variable settings for %5 instances\n"_s
               .arg(universalPlugins)
               .arg(universalSettings)
               .arg(variablePlugins)
               .arg(variableSettings)
               .arg(variableInstances.size());
    if (!matrixQuestion.isEmpty())
        out += u'\n' + matrixQuestion + u'\n';
    if (!matrixRepeated.isEmpty())
        out += u"\n%1 rows of the matrix say again what another says: %2\n"_s.arg(matrixRepeated.size())
                   .arg(matrixRepeated.join(u", "_s));
    appendUnknown(out, unknownInstances);
    appendNotes(out, *this);
    return out;
}

} // namespace archivesmp::expectations
