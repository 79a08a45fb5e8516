// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/expectationkeeper.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QUuid>

#include <array>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

const QByteArray keyContext("fleet key");

QByteArray contextOf(const QString &reference)
{
    return "expected secret " + reference.toUtf8();
}

Secret randomKey()
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), random.size());
    return Secret(QByteArray(reinterpret_cast<const char *>(random.data()), sizeof(random)));
}

// A setting's key stands in a file below the map's name that begins it; a finding's key is the path in the
// file. Both are compared without what separates their parts.
bool isAbout(const expectations::Setting &setting, const Finding &finding)
{
    QByteArray key = setting.key;
    const auto plain = [](QByteArray text) { return text.replace('\\', "").replace('/', '.'); };
    const QByteArray wanted = plain(finding.key.toString().toUtf8());
    if (plain(key) == wanted)
        return true;
    return setting.mapKeyLength > 0 && plain(key.mid(setting.mapKeyLength + 1)) == wanted;
}

} // namespace

Result<void> ExpectationKeeper::start()
{
    ExpectationStore &store = _workspace.stores.expectations();
    const auto identity = store.identity();
    if (!identity)
        return identity.error();
    const auto known = *identity ? readIdentity(**identity) : makeIdentity();
    if (!known)
        return known;
    const auto newest = store.newest();
    if (!newest)
        return newest.error();
    if (!*newest)
        return {};
    auto set = expectations::ExpectationSet::fromJson((*newest)->document);
    if (!set)
        return set.error().because(u"cannot read the stored expectations"_s);
    _newest = **newest;
    _set = *set;
    return {};
}

Result<void> ExpectationKeeper::makeIdentity()
{
    _fleetId = QUuid::createUuid().toString(QUuid::WithoutBraces);
    _fleetKey = randomKey();
    const auto sealed = _sealer.seal(_fleetKey, keyContext + _fleetId.toUtf8());
    if (!sealed)
        return sealed.error();
    return _workspace.stores.expectations().saveIdentity({_fleetId, *sealed});
}

Result<void> ExpectationKeeper::readIdentity(const FleetIdentity &identity)
{
    const auto key = _sealer.unseal(identity.sealedKey, keyContext + identity.id.toUtf8());
    if (!key)
        return key.error().because(u"cannot unseal the fleet's key"_s);
    _fleetId = identity.id;
    _fleetKey = *key;
    return {};
}

Result<QByteArray> ExpectationKeeper::document(const QByteArray &wantedHash) const
{
    if (!hasExpectations())
        return Error{ErrorCode::NotFound, u"no expectations have been imported"_s};
    if (!wantedHash.isEmpty() && wantedHash != _newest.sha256)
        return Error{ErrorCode::NotFound, u"these expectations are not the present ones any more"_s};
    return _newest.document;
}

Result<protocol::ImportReply> ExpectationKeeper::import(const User &by,
                                                        const protocol::ImportExpectations &request,
                                                        const QList<expectations::ImportSource> &files)
{
    expectations::ImportSources sources{files, _set.aliases()};
    for (auto it = request.aliases.begin(); it != request.aliases.end(); ++it)
        sources.aliases.instances.insert(it.key(), it.value());
    const auto outcome = expectations::importExpectations(sources);
    if (!outcome)
        return outcome.error();
    if (!request.dryRun) {
        if (const auto accepted = accept(by, request, outcome->set); !accepted)
            return accepted.error();
    }
    return protocol::ImportReply{outcome->report.toJson(), !request.dryRun, _newest.version};
}

Result<void> ExpectationKeeper::accept(const User &by, const protocol::ImportExpectations &request,
                                       const expectations::ExpectationSet &set)
{
    const auto sealed = set.sealed(_fleetKey.reveal());
    ExpectationVersion version;
    version.document = sealed.set.toJson();
    version.sha256 = QCryptographicHash::hash(version.document, QCryptographicHash::Sha256);
    if (version.sha256 == _newest.sha256)
        return {};
    version.version = _newest.version + 1;
    version.author = by.name;
    version.reason = request.reason;
    version.createdAt = _workspace.clock.now();
    version.aliases = set.aliases().instances;
    for (auto it = sealed.secrets.begin(); it != sealed.secrets.end(); ++it) {
        const auto text = _sealer.seal(it.value(), contextOf(it.key()));
        if (!text)
            return text.error();
        version.secrets.insert(it.key(), *text);
    }
    const auto done = _workspace.change<Nothing>([&](Changes &) -> Result<Nothing> {
        if (const auto added = _workspace.stores.expectations().add(version); !added)
            return added.error();
        const auto noted
            = _workspace.stores.audit().add({version.createdAt, by.name, u"expectations.import"_s,
                                             QString::number(version.version), request.reason});
        if (!noted)
            return noted.error();
        return Nothing();
    });
    if (!done)
        return done.error();
    _newest = version;
    _set = sealed.set;
    return {};
}

Result<QHash<QString, Secret>> ExpectationKeeper::secretsFor(const Job &job) const
{
    QHash<QString, Secret> secrets;
    const auto *update = std::get_if<ConfigUpdatePayload>(&job.payload);
    if (update == nullptr)
        return secrets;
    for (const SettingChange &change : update->changes) {
        const auto sealed = _newest.secrets.constFind(change.secretReference);
        if (change.secretReference.isEmpty() || sealed == _newest.secrets.constEnd())
            continue; // the worker refuses a change whose secret it was not given
        const auto secret = _sealer.unseal(*sealed, contextOf(change.secretReference));
        if (!secret)
            return secret.error();
        secrets.insert(change.secretReference, *secret);
    }
    return secrets;
}

QString ExpectationKeeper::findSecret(const QString &plugin, const SecretFingerprint &print) const
{
    const QString reference = _set.secretReference(plugin, print);
    return _newest.secrets.contains(reference) ? reference : QString();
}

QList<protocol::LayerValue> ExpectationKeeper::layersOf(const Finding &finding) const
{
    QList<protocol::LayerValue> layers;
    const auto add = [&](Layer layer, const expectations::ExpectedValue &value) {
        layers.append({layer, shown(value), _newest.author, _newest.createdAt, false});
    };
    for (const expectations::PluginExpectations &plugin : _set.plugins()) {
        if (plugin.plugin != finding.plugin)
            continue;
        for (const expectations::Setting &setting : plugin.settings) {
            if (!layers.isEmpty() || !isAbout(setting, finding))
                continue;
            if (setting.universal)
                add(Layer::Universal, *setting.universal);
            if (const auto it = setting.servers.constFind(finding.instance.server);
                it != setting.servers.constEnd())
                add(Layer::Server, *it);
            for (auto it = setting.instances.begin(); it != setting.instances.end(); ++it) {
                const QString name = _set.aliases().instance(it.key());
                if (name == finding.instance.name || name == finding.instance.toString())
                    add(Layer::Instance, it.value());
            }
        }
    }
    if (!layers.isEmpty())
        layers.last().wins = true;
    return layers;
}

} // namespace archivesmp::agent::coordinator
