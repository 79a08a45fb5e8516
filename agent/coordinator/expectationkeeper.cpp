// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/expectationkeeper.h"

#include "agent/coordinator/versionsummary.h"
#include "common/expectations/expectationdiff.h"
#include "common/expectations/exporter.h"

#include <QCryptographicHash>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <array>

namespace archivesmp::agent::coordinator {

using namespace domain;
using namespace Qt::StringLiterals;

namespace {

const QByteArray keyContext("fleet key");
constexpr int mostVersions = 500;
constexpr qint64 exportedAtOnce = 512 * 1024; // UTF-16 units: a message has room for them

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

// The fingerprints that a set refers to sealed secrets by.
QHash<QString, QByteArray> referencesIn(const expectations::ExpectationSet &set)
{
    QHash<QString, QByteArray> references;
    const auto add = [&](const expectations::ExpectedValue &value) {
        if (const auto *secret = std::get_if<expectations::SealedSecret>(&value);
            secret != nullptr && !secret->reference.isEmpty())
            references.insert(secret->reference, secret->fingerprint.hmac);
    };
    for (const expectations::PluginExpectations &plugin : set.plugins()) {
        for (const expectations::Setting &setting : plugin.settings) {
            if (setting.universal)
                add(*setting.universal);
            for (const auto &value : setting.servers)
                add(value);
            for (const auto &value : setting.instances)
                add(value);
        }
    }
    return references;
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
    if (request.dryRun)
        return protocol::ImportReply{outcome->report.toJson(), false, _newest.version};
    Draft draft;
    const auto revised = _workspace.change<Revised>([&](Changes &changes) -> Result<Revised> {
        Revision revision{outcome->set, u"expectations.import"_s, request.reason};
        if (outcome->rules && _ruleImport.store) {
            const auto rules = _ruleImport.store(changes, by, *outcome->rules);
            if (!rules)
                return rules.error();
            revision.set = revision.set.withRules(*rules);
        } else if (_rules) {
            revision.set = revision.set.withRules(_rules());
        }
        const auto made = drafted(by, revision);
        if (!made)
            return made.error();
        draft = *made;
        return write(changes, by, draft);
    });
    if (!revised)
        return revised.error();
    adopt(draft);
    if (outcome->rules && _ruleImport.whenStored) {
        if (const auto told = _ruleImport.whenStored(); !told)
            return told.error();
    }
    return protocol::ImportReply{outcome->report.toJson(), true, revised->version};
}

Result<ExpectationKeeper::Revised> ExpectationKeeper::revise(const User &by, const Revision &revision)
{
    const auto draft = drafted(by, revision);
    if (!draft)
        return draft.error();
    const auto revised = _workspace.change<Revised>(
        [&](Changes &changes) -> Result<Revised> { return write(changes, by, *draft); });
    if (revised)
        adopt(*draft);
    return revised;
}

Result<ExpectationKeeper::Draft> ExpectationKeeper::drafted(const User &by, const Revision &revision) const
{
    const auto sealed = revision.set.sealed(_fleetKey.reveal());
    ExpectationVersion version;
    version.document = sealed.set.toJson();
    version.sha256 = QCryptographicHash::hash(version.document, QCryptographicHash::Sha256);
    if (version.sha256 == _newest.sha256)
        return Draft{_newest, _set, revision.action, false};
    version.version = _newest.version + 1;
    version.author = by.name;
    version.reason = revision.reason;
    version.undoes = revision.undoes;
    version.createdAt = _workspace.clock.now();
    version.aliases = sealed.set.aliases().instances;
    version.summary = summaryOf(expectations::differenceOf(_set, sealed.set));
    if (const auto carried = carrySecrets(sealed.secrets, sealed.set, revision.secrets, version); !carried)
        return carried.error();
    return Draft{version, sealed.set, revision.action, true};
}

Result<ExpectationKeeper::Revised> ExpectationKeeper::write(Changes &changes, const User &by,
                                                            const Draft &draft)
{
    const ExpectationVersion &version = draft.version;
    if (!draft.isNew)
        return Revised{version.version, {}};
    if (const auto added = _workspace.stores.expectations().add(version); !added)
        return added.error();
    const auto noted = _workspace.stores.audit().add(
        {version.createdAt, by.name, draft.action, QString::number(version.version), version.reason});
    if (!noted)
        return noted.error();
    if (!_consequences)
        return Revised{version.version, {}};
    const auto jobs = _consequences(changes, by, version, _set, draft.set);
    if (!jobs)
        return jobs.error();
    return Revised{version.version, *jobs};
}

void ExpectationKeeper::adopt(const Draft &draft)
{
    _newest = draft.version;
    _set = draft.set;
}

// A sealed text goes on with its reference as long as the set means the same secret by it.
Result<void> ExpectationKeeper::carrySecrets(const QHash<QString, Secret> &fresh,
                                             const expectations::ExpectationSet &set,
                                             const QHash<QString, QByteArray> &more,
                                             ExpectationVersion &version) const
{
    const auto wanted = referencesIn(set);
    const auto known = referencesIn(_set);
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (const auto sealed = more.constFind(it.key()); sealed != more.constEnd())
            version.secrets.insert(it.key(), *sealed);
        else if (_newest.secrets.contains(it.key()) && known.value(it.key()) == *it)
            version.secrets.insert(it.key(), _newest.secrets.value(it.key()));
    }
    for (auto it = fresh.begin(); it != fresh.end(); ++it) {
        const auto text = _sealer.seal(it.value(), contextOf(it.key()));
        if (!text)
            return text.error();
        version.secrets.insert(it.key(), *text);
    }
    return {};
}

Result<ExpectationKeeper::Revision> ExpectationKeeper::undoing(const User &by,
                                                               const protocol::UndoVersion &ask)
{
    if (!hasExpectations())
        return Error{ErrorCode::NotFound, u"no expectations have been imported"_s};
    if (ask.reason.trimmed().isEmpty())
        return Error{ErrorCode::InvalidArgument, u"a reason is needed"_s}.atField(u"reason"_s);
    if (ask.version != _newest.version) {
        return Error{.code = ErrorCode::Conflict,
                     .message = u"the newest version is "_s + QString::number(_newest.version) + u", not "_s
                         + QString::number(ask.version),
                     .field = u"version"_s,
                     .remedy = u"look at the history and undo the newest"_s};
    }
    if (!mayActAs(by.role, UserRole::Admin) && _newest.author != by.name) {
        return Error{.code = ErrorCode::PermissionDenied,
                     .message = u"version %1 was made by %2"_s.arg(ask.version).arg(_newest.author),
                     .field = u"version"_s,
                     .remedy = u"ask an admin to undo it"_s};
    }
    if (ask.version <= 1)
        return Error{ErrorCode::Conflict, u"before the first version there was nothing"_s};
    const auto before = _workspace.stores.expectations().version(ask.version - 1);
    if (!before)
        return before.error();
    if (!*before)
        return Error{ErrorCode::NotFound, u"version "_s + QString::number(ask.version - 1) + u" is gone"_s};
    auto set = expectations::ExpectationSet::fromJson((*before)->document);
    if (!set)
        return set.error();
    return Revision{std::move(*set), u"expectations.undo"_s, ask.reason, ask.version, (*before)->secrets};
}

Result<expectations::ExpectationSet> ExpectationKeeper::setOf(qint64 version)
{
    if (version == 0 || version == _newest.version)
        return _set;
    const auto found = _workspace.stores.expectations().version(version);
    if (!found)
        return found.error();
    if (!*found)
        return Error{ErrorCode::NotFound, u"no version "_s + QString::number(version)}.atField(u"version"_s);
    return expectations::ExpectationSet::fromJson((*found)->document);
}

Result<protocol::VersionPage> ExpectationKeeper::versions(const protocol::ListVersions &ask)
{
    if (ask.limit < 1 || ask.limit > mostVersions)
        return Error{ErrorCode::InvalidArgument, u"limit out of range"_s}.atField(u"limit"_s);
    const auto entries = _workspace.stores.expectations().history(ask.before, ask.limit);
    if (!entries)
        return entries.error();
    return protocol::VersionPage{*entries, _newest.version};
}

Result<protocol::ExportPart> ExpectationKeeper::exported(const protocol::ExportExpectations &ask)
{
    if (!hasExpectations())
        return Error{ErrorCode::NotFound, u"no expectations have been imported"_s};
    const auto set = setOf(ask.version);
    if (!set)
        return set.error();
    auto files = expectations::exportFiles(*set);
    files.append({u"expectations.json"_s, set->toJson()});
    protocol::ExportPart part;
    part.version = ask.version == 0 ? _newest.version : ask.version;
    for (const expectations::ExportedFile &file : files)
        part.files.append(file.name);
    if (ask.file.isEmpty())
        return part;
    for (const expectations::ExportedFile &file : files) {
        if (file.name != ask.file)
            continue;
        const QString text = QString::fromUtf8(file.bytes);
        const qint64 from = std::clamp<qint64>(ask.offset, 0, text.size());
        qint64 end = std::min<qint64>(text.size(), from + exportedAtOnce);
        if (end < text.size() && text.at(end - 1).isHighSurrogate())
            --end;
        part.text = text.mid(from, end - from);
        part.next = end < text.size() ? end : 0;
        return part;
    }
    return Error{ErrorCode::NotFound, u"the export has no such file"_s}.atField(u"file"_s);
}

protocol::AliasList ExpectationKeeper::aliases() const
{
    protocol::AliasList list;
    const expectations::AliasTable &table = _set.aliases();
    for (auto it = table.instances.begin(); it != table.instances.end(); ++it)
        list.instances.insert(it.key(), *it);
    for (auto it = table.plugins.begin(); it != table.plugins.end(); ++it)
        list.plugins.insert(it.key(), *it);
    return list;
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

} // namespace archivesmp::agent::coordinator
