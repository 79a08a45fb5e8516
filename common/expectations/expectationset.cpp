// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/expectationset.h"

#include "common/expectations/canonicaljson.h"
#include "common/expectations/rulejson.h"
#include "common/expectations/rulepattern.h"
#include "common/expectations/secretclassifier.h"

#include <QCryptographicHash>
#include <QSet>

#include <algorithm>

namespace archivesmp::expectations {

using namespace Qt::StringLiterals;

namespace {

const ExpectedValue *find(const QMap<QString, ExpectedValue> &values, const QString &name)
{
    const auto found = values.constFind(name);
    return found == values.constEnd() ? nullptr : &*found;
}

// The instance's own names come first; then any other name that an alias says is this one.
const ExpectedValue *findInstance(const Setting &setting, const domain::InstanceRef &instance,
                                  const AliasTable &aliases)
{
    if (setting.instances.isEmpty())
        return nullptr;
    const QString full = instance.toString();
    for (const QString &name : {full, instance.name}) {
        if (const ExpectedValue *value = find(setting.instances, name))
            return value;
    }
    for (auto it = aliases.instances.begin(); it != aliases.instances.end(); ++it) {
        if (*it != instance.name && *it != full)
            continue;
        if (const ExpectedValue *value = find(setting.instances, it.key()))
            return value;
    }
    return nullptr;
}

QByteArray lastKey(QByteArrayView key)
{
    return key.sliced(std::max(key.lastIndexOf('.'), key.lastIndexOf('/')) + 1).toByteArray();
}

// Takes the secrets of one plugin out of its settings.
class Sealer final
{
public:
    Sealer(const QList<domain::Rule> &rules, const QByteArray &fleetKey, QHash<QString, Secret> &secrets)
        : _fleetKey(fleetKey)
        , _secrets(secrets)
    {
        for (const domain::Rule &rule : rules) {
            if (rule.kind == domain::RuleKind::Secret)
                _rules.emplace_back(rule);
        }
    }

    void seal(const QString &plugin, Setting &setting)
    {
        const QString place = plugin + u'\n' + QString::fromUtf8(setting.key) + u'\n';
        const auto isNamed = [&](const RulePattern &rule) { return mayName(rule, plugin, setting.key); };
        _isNamed = std::any_of(_rules.begin(), _rules.end(), isNamed);
        if (setting.universal)
            sealValue(*setting.universal, setting.key, place + u"universal"_s);
        for (auto it = setting.servers.begin(); it != setting.servers.end(); ++it)
            sealValue(*it, setting.key, place + u"server "_s + it.key());
        for (auto it = setting.instances.begin(); it != setting.instances.end(); ++it)
            sealValue(*it, setting.key, place + u"instance "_s + it.key());
    }

private:
    // Which file a setting is in is not known yet, and so neither is where its path begins: every end of the
    // key that a rule fits counts. Sealing too much only hides a value.
    static bool mayName(const RulePattern &rule, const QString &plugin, const QByteArray &key)
    {
        if (!rule.fitsPlugin(plugin))
            return false;
        const auto separates = [](char c) { return c == '.' || c == '/'; };
        for (auto begin = key.begin(); begin != key.end();) {
            if (rule.fitsKeyOrAbove(KeyPath(key.mid(begin - key.begin()).split('.'))))
                return true;
            const auto end = std::find_if(begin, key.end(), separates);
            begin = end == key.end() ? end : std::next(end);
        }
        return false;
    }

    void sealValue(ExpectedValue &expected, const QByteArray &key, const QString &place)
    {
        const Value *value = std::get_if<Value>(&expected);
        if (value == nullptr)
            return;
        if (!isSecretSetting(lastKey(key), *value) && !(_isNamed && holdsText(*value)))
            return;
        const QByteArray digest = QCryptographicHash::hash(place.toUtf8(), QCryptographicHash::Sha256);
        const QString reference = QString::fromLatin1(digest.first(16).toHex());
        QByteArray text;
        appendJsonValue(text, *value);
        _secrets.insert(reference, Secret(text));
        expected = SealedSecret{reference, fingerprintOf(_fleetKey, *value)};
    }

    const QByteArray &_fleetKey;
    QHash<QString, Secret> &_secrets;
    std::vector<RulePattern> _rules;
    bool _isNamed = false; // a rule names the setting at hand
};

bool isKnownAs(const ExpectedValue &value, const domain::SecretFingerprint &fingerprint)
{
    const auto *secret = std::get_if<SealedSecret>(&value);
    return secret != nullptr && secret->fingerprint == fingerprint && !secret->reference.isEmpty();
}

QString referenceIn(const Setting &setting, const domain::SecretFingerprint &fingerprint)
{
    if (setting.universal && isKnownAs(*setting.universal, fingerprint))
        return std::get<SealedSecret>(*setting.universal).reference;
    for (const auto *layer : {&setting.servers, &setting.instances}) {
        for (const ExpectedValue &value : *layer) {
            if (isKnownAs(value, fingerprint))
                return std::get<SealedSecret>(value).reference;
        }
    }
    return {};
}

} // namespace

std::optional<LayeredValue> winningValue(const Setting &setting, const domain::InstanceRef &instance,
                                         const AliasTable &aliases)
{
    if (const ExpectedValue *value = findInstance(setting, instance, aliases))
        return LayeredValue{value, domain::Layer::Instance};
    if (const ExpectedValue *value = find(setting.servers, instance.server))
        return LayeredValue{value, domain::Layer::Server};
    if (setting.universal)
        return LayeredValue{&*setting.universal, domain::Layer::Universal};
    return std::nullopt;
}

std::optional<LayeredValue> effectiveValue(const Setting &setting, const domain::InstanceRef &instance,
                                           const AliasTable &aliases)
{
    const auto winner = winningValue(setting, instance, aliases);
    if (winner && std::holds_alternative<NotExpected>(*winner->value))
        return std::nullopt;
    return winner;
}

ExpectationSet::ExpectationSet(Contents contents)
    : _contents(std::move(contents))
{
    std::sort(_contents.plugins.begin(), _contents.plugins.end(), [](const auto &a, const auto &b) {
        return a.plugin != b.plugin ? a.plugin < b.plugin : a.platform < b.platform;
    });
    // Nearly always they come sorted, and sorting them again would move each of tens of thousands.
    const auto byKey = [](const Setting &a, const Setting &b) { return a.key < b.key; };
    for (PluginExpectations &plugin : _contents.plugins) {
        const QList<Setting> &settings = plugin.settings;
        if (!std::is_sorted(settings.begin(), settings.end(), byKey))
            std::sort(plugin.settings.begin(), plugin.settings.end(), byKey);
    }
    _contents.rules = comparedBy(_contents.rules);
}

ExpectationSet ExpectationSet::withRules(const QList<domain::Rule> &rules) const
{
    Contents contents = _contents;
    contents.rules = rules;
    return ExpectationSet(std::move(contents));
}

QStringList ExpectationSet::instanceNames() const
{
    QSet<QString> names(matrix().instances.begin(), matrix().instances.end());
    for (const PluginExpectations &plugin : plugins()) {
        for (const Setting &setting : plugin.settings) {
            for (auto it = setting.instances.begin(); it != setting.instances.end(); ++it)
                names.insert(aliases().instance(it.key()));
        }
    }
    QStringList sorted(names.begin(), names.end());
    sorted.sort();
    return sorted;
}

QList<EffectiveSetting> ExpectationSet::effective(const domain::InstanceRef &instance) const
{
    QList<EffectiveSetting> settings;
    for (const PluginExpectations &plugin : plugins()) {
        for (const Setting &setting : plugin.settings) {
            if (const auto value = effectiveValue(setting, instance, aliases()))
                settings.append({plugin.plugin, setting.key, *value->value, value->layer});
        }
    }
    return settings;
}

qsizetype ExpectationSet::matrixColumn(const domain::InstanceRef &instance) const
{
    for (const QString &name : {instance.toString(), instance.name}) {
        if (const qsizetype column = matrix().instances.indexOf(name); column >= 0)
            return column;
    }
    for (qsizetype i = 0; i < matrix().instances.size(); ++i) {
        const QString name = aliases().instance(matrix().instances.at(i));
        if (name == instance.name || name == instance.toString())
            return i;
    }
    return -1;
}

QByteArray ExpectationSet::hash() const
{
    return QCryptographicHash::hash(toJson(), QCryptographicHash::Sha256);
}

ExpectationSet::Sealed ExpectationSet::sealed(const QByteArray &fleetKey) const
{
    Sealed out;
    Contents contents = _contents;
    Sealer sealer(rules(), fleetKey, out.secrets);
    for (PluginExpectations &plugin : contents.plugins) {
        for (Setting &setting : plugin.settings)
            sealer.seal(plugin.plugin, setting);
    }
    out.set = ExpectationSet(std::move(contents));
    return out;
}

QString ExpectationSet::secretReference(const QString &plugin,
                                        const domain::SecretFingerprint &fingerprint) const
{
    for (const PluginExpectations &candidate : plugins()) {
        if (candidate.plugin != plugin)
            continue;
        for (const Setting &setting : candidate.settings) {
            if (const QString reference = referenceIn(setting, fingerprint); !reference.isEmpty())
                return reference;
        }
    }
    return {};
}

} // namespace archivesmp::expectations
