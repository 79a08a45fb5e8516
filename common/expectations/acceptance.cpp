// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/acceptance.h"

#include "common/expectations/settingfinder.h"

#include <QHash>

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;
using domain::Finding;
using domain::FindingKind;
using domain::InstanceRef;
using domain::Layer;

namespace {

// A map that is not empty stands in the expectations as one setting per value in it.
void addLeaves(const QByteArray &key, const Value &value, QList<std::pair<QByteArray, Value>> &leaves)
{
    if (value.type() != Value::Type::Map || value.entries().isEmpty()) {
        leaves.append({key, value});
        return;
    }
    for (const auto &[name, entry] : value.entries())
        addLeaves(key + '.' + name, entry, leaves);
}

QString refusalOf(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Changed:
    case FindingKind::WrongType:
    case FindingKind::ExtraKey:
    case FindingKind::MissingKey:
    case FindingKind::MissingPlugin:
    case FindingKind::UnexpectedPlugin:
        return {};
    case FindingKind::MissingFile:
        return u"a file that is missing cannot be expected: remove its settings from the expectations, or "_s
               u"ignore it"_s;
    case FindingKind::Collision:
        return u"it is about several instances: give one of them another value, or ignore it"_s;
    case FindingKind::InstanceMismatch:
        return u"it is about the instance itself: put AMP and the disk in agreement, or ignore it"_s;
    case FindingKind::DuplicatePlugin:
        return u"of two JARs only one can be meant: remove the other, or ignore it"_s;
    case FindingKind::WrongVersion:
        return u"deploy the wanted version, or write another one into the deployment matrix"_s;
    case FindingKind::Unparsable:
    case FindingKind::UnsupportedFormat:
    case FindingKind::InvalidStructure:
    case FindingKind::Unreadable:
        break;
    }
    return u"what is in the file is not known: put the file right, or ignore it"_s;
}

class Accepting final
{
public:
    Accepting(const ExpectationSet &set, Layer layer, const QList<InstanceRef> &fleet)
        : _set(set)
        , _finder(set)
        , _contents(set.contents())
        , _layer(layer)
        , _fleet(fleet)
    { }

    Acceptance run(const QList<Finding> &findings)
    {
        Acceptance out;
        for (const Finding &finding : findings) {
            const QString refusal = accept(finding);
            if (refusal.isEmpty())
                out.accepted.append(finding.id);
            else
                out.refused.append({finding.id, refusal});
        }
        out.set = ExpectationSet(std::move(_contents));
        return out;
    }

private:
    // Each gives the reason why not; empty where it is done.
    QString accept(const Finding &finding)
    {
        if (const QString refusal = refusalOf(finding.kind); !refusal.isEmpty())
            return refusal;
        switch (finding.kind) {
        case FindingKind::MissingPlugin:
        case FindingKind::UnexpectedPlugin:
            return allow(finding);
        case FindingKind::ExtraKey:
            return acceptExtra(finding);
        case FindingKind::MissingKey:
            return acceptValue(finding, NotExpected());
        default:
            break;
        }
        if (domain::isAbsent(finding.actual))
            return u"its actual value is not known: scan again"_s;
        if (const auto *secret = std::get_if<domain::SecretFingerprint>(&finding.actual))
            return acceptValue(finding, SealedSecret{_set.secretReference(finding.plugin, *secret), *secret});
        return acceptValue(finding, std::get<Value>(finding.actual));
    }

    QString acceptValue(const Finding &finding, const ExpectedValue &value)
    {
        const auto found = _finder.find(finding);
        if (!found)
            return u"it belongs to no expected setting any more: scan again"_s;
        Setting setting = _contents.plugins.at(found->plugin).settings.at(found->setting);
        const QString refusal = put(setting, {found->plugin, setting.key}, finding.instance, value);
        if (refusal.isEmpty())
            _contents.plugins[found->plugin].settings[found->setting] = setting;
        return refusal;
    }

    QString acceptExtra(const Finding &finding)
    {
        if (domain::isAbsent(finding.actual))
            return u"a map is not accepted as a whole: it may hold secrets"_s;
        const auto plugin
            = std::find_if(_contents.plugins.begin(), _contents.plugins.end(),
                           [&](const PluginExpectations &one) { return one.plugin == finding.plugin; });
        if (plugin == _contents.plugins.end())
            return u"nothing is expected of "_s + finding.plugin;
        const QByteArray stem = stemOf(finding.file);
        const QByteArray key = stem + '.' + finding.key.keys().join('.');
        QList<std::pair<QByteArray, ExpectedValue>> values;
        if (const auto *secret = std::get_if<domain::SecretFingerprint>(&finding.actual)) {
            values.append({key, SealedSecret{_set.secretReference(finding.plugin, *secret), *secret}});
        } else {
            QList<std::pair<QByteArray, Value>> leaves;
            addLeaves(key, std::get<Value>(finding.actual), leaves);
            for (const auto &[name, value] : leaves)
                values.append({name, value});
        }
        QList<Setting> made;
        for (const auto &[name, value] : values) {
            const auto known
                = std::find_if(plugin->settings.begin(), plugin->settings.end(),
                               [&sought = name](const Setting &one) { return one.key == sought; });
            Setting setting = known == plugin->settings.end()
                ? Setting{name, static_cast<int>(stem.size()), std::nullopt, {}, {}}
                : *known;
            const auto place = std::pair<qsizetype, QByteArray>(plugin - _contents.plugins.begin(), name);
            if (const QString refusal = put(setting, place, finding.instance, value); !refusal.isEmpty())
                return refusal;
            made.append(setting);
        }
        for (const Setting &setting : made) {
            const auto known = std::find_if(plugin->settings.begin(), plugin->settings.end(),
                                            [&](const Setting &one) { return one.key == setting.key; });
            if (known == plugin->settings.end())
                plugin->settings.append(setting); // at the end: what was found before stays where it is
            else
                *known = setting;
        }
        return {};
    }

    using Place = std::pair<qsizetype, QByteArray>; // plugin and key

    QString put(Setting &setting, const Place &place, const InstanceRef &instance, const ExpectedValue &value)
    {
        const QString owner = ownerOf(instance);
        const auto before = _given.constFind({place, owner});
        if (before != _given.constEnd() && *before != value)
            return u"another of the findings has another value for the same place"_s;
        if (_layer == Layer::Universal && setting.servers.contains(instance.server))
            return instance.server + u" has a value of its own, which would win: accept it for the server"_s;
        if (const QString refusal = clearInstance(setting, instance); !refusal.isEmpty())
            return refusal;
        switch (_layer) {
        case Layer::Universal:
            setting.universal = value;
            break;
        case Layer::Server:
            setting.servers.insert(instance.server, value);
            break;
        case Layer::Instance:
            setting.instances.insert(nameOf(instance), value);
            break;
        }
        _given.insert({place, owner}, value);
        return {};
    }

    // What speaks of this instance alone goes away, under whatever name.
    QString clearInstance(Setting &setting, const InstanceRef &instance) const
    {
        QStringList names;
        for (auto it = setting.instances.begin(); it != setting.instances.end(); ++it) {
            const QString meant = _set.aliases().instance(it.key());
            const bool isShort = it.key() == instance.name || meant == instance.name;
            if (isShort && isShared(instance.name)) {
                if (_layer != Layer::Instance)
                    return it.key() + u" names an instance of two servers: accept it for the instance"_s;
                continue;
            }
            if (isShort || it.key() == instance.toString() || meant == instance.toString())
                names.append(it.key());
        }
        for (const QString &name : std::as_const(names))
            setting.instances.remove(name);
        return {};
    }

    bool isShared(const QString &name) const
    {
        return std::count_if(_fleet.begin(), _fleet.end(),
                             [&](const InstanceRef &one) { return one.name == name; })
            > 1;
    }

    QString nameOf(const InstanceRef &instance) const
    {
        return isShared(instance.name) ? instance.toString() : instance.name;
    }

    QString ownerOf(const InstanceRef &instance) const
    {
        if (_layer == Layer::Universal)
            return {};
        return _layer == Layer::Server ? instance.server : instance.toString();
    }

    QString allow(const Finding &finding)
    {
        const auto row = std::find_if(_contents.matrix.rows.begin(), _contents.matrix.rows.end(),
                                      [&](const MatrixRow &one) { return one.plugin == finding.plugin; });
        if (row == _contents.matrix.rows.end())
            return u"the deployment matrix has no row for "_s + finding.plugin;
        bool done = false;
        const Presence refused
            = finding.kind == FindingKind::MissingPlugin ? Presence::Required : Presence::Forbidden;
        for (const InstanceRef &instance : reach(finding.instance)) {
            const qsizetype column = _set.matrixColumn(instance);
            if (column < 0)
                continue;
            if (row->cells.at(column) == refused)
                row->cells[column] = Presence::Allowed;
            done = true;
        }
        return done ? QString()
                    : QString(u"the deployment matrix has no column for "_s + finding.instance.name);
    }

    QList<InstanceRef> reach(const InstanceRef &instance) const
    {
        if (_layer == Layer::Instance)
            return {instance};
        QList<InstanceRef> all{instance};
        std::copy_if(_fleet.begin(), _fleet.end(), std::back_inserter(all), [&](const InstanceRef &one) {
            return _layer == Layer::Universal || one.server == instance.server;
        });
        return all;
    }

    const ExpectationSet &_set;
    SettingFinder _finder;
    ExpectationSet::Contents _contents;
    Layer _layer;
    const QList<InstanceRef> &_fleet;
    QHash<std::pair<Place, QString>, ExpectedValue> _given; // by whom it is for
};

} // namespace

Acceptance acceptFindings(const ExpectationSet &set, const QList<Finding> &findings, Layer layer,
                          const QList<InstanceRef> &fleet)
{
    return Accepting(set, layer, fleet).run(findings);
}

} // namespace archivesmp::expectations
