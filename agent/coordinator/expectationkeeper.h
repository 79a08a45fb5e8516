// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/coordinator/secretsealer.h"
#include "agent/coordinator/workspace.h"
#include "common/expectations/expectationset.h"
#include "common/expectations/importer.h"
#include "common/protocol/hostmessages.h"

namespace archivesmp::agent::coordinator {

// What is expected of the fleet, in versions, and the fleet's own identity. Expected secrets lie sealed in
// the storage and leave it with a claim only. Belongs to the coordinator's thread.
class ExpectationKeeper final
{
public:
    ExpectationKeeper(const Workspace &workspace, const SecretSealer &sealer)
        : _workspace(workspace)
        , _sealer(sealer)
    { }

    // Reads the newest version; makes the fleet's id and key where this is the first start.
    [[nodiscard]] Result<void> start();

    [[nodiscard]] const QString &fleetId() const { return _fleetId; }
    [[nodiscard]] const Secret &fleetKey() const { return _fleetKey; }
    [[nodiscard]] const QByteArray &hash() const { return _newest.sha256; } // empty where there are none
    [[nodiscard]] bool hasExpectations() const { return _newest.version > 0; }
    [[nodiscard]] qint64 version() const { return _newest.version; }
    [[nodiscard]] const expectations::ExpectationSet &set() const { return _set; }

    // What a new version means for what is held: called in the transaction that makes it.
    using Consequences = std::function<Result<QList<JobId>>(
        Changes &changes, const domain::User &by, const ExpectationVersion &version,
        const expectations::ExpectationSet &before, const expectations::ExpectationSet &after)>;
    void whenRevised(Consequences consequences) { _consequences = std::move(consequences); }
    // The rules that belong into every version.
    using Rules = std::function<QList<domain::Rule>()>;
    void takeRulesFrom(Rules rules) { _rules = std::move(rules); }
    // Stores a file's rules, in the transaction of the import that brings them, and tells those that belong
    // into the version that it makes; and is told when that is committed.
    struct RuleImport
    {
        std::function<Result<QList<domain::Rule>>(Changes &changes, const domain::User &by,
                                                  const expectations::RuleFile &file)>
            store;
        std::function<Result<void>()> whenStored;
    };
    void giveRulesTo(RuleImport import) { _ruleImport = std::move(import); }

    // The document with that hash, or the newest where no hash is asked for; NotFound where it is another.
    [[nodiscard]] Result<QByteArray> document(const QByteArray &wantedHash) const;

    // Reads the files and, unless it is a dry run, makes them the newest version, rules included. The same
    // content again is accepted without a new one.
    [[nodiscard]] Result<protocol::ImportReply> import(const domain::User &by,
                                                       const protocol::ImportExpectations &request,
                                                       const QList<expectations::ImportSource> &files);

    struct Revision
    {
        expectations::ExpectationSet set;
        QString action; // for the records, "findings.accept"
        QString reason;
        qint64 undoes = 0;
        QHash<QString, QByteArray> secrets = {}; // sealed, that the set refers to, beside those of now
    };
    struct Revised
    {
        qint64 version = 0; // the present one where nothing changed
        QList<JobId> evaluations;
    };
    // Makes the set the newest version; the same content again is no new one.
    [[nodiscard]] Result<Revised> revise(const domain::User &by, const Revision &revision);
    // The same in three steps, for a change that has more to store in the same transaction: drafted before or
    // in it, written in it, adopted once it is committed.
    struct Draft
    {
        ExpectationVersion version; // the present one where nothing changed
        expectations::ExpectationSet set;
        QString action;
        bool isNew = false;
    };
    [[nodiscard]] Result<Draft> drafted(const domain::User &by, const Revision &revision) const;
    [[nodiscard]] Result<Revised> write(Changes &changes, const domain::User &by, const Draft &draft);
    void adopt(const Draft &draft);

    // The revision that takes the newest version back. Who is no admin takes back only what he made himself.
    [[nodiscard]] Result<Revision> undoing(const domain::User &by, const protocol::UndoVersion &ask);
    [[nodiscard]] Result<expectations::ExpectationSet> setOf(qint64 version);
    [[nodiscard]] Result<protocol::VersionPage> versions(const protocol::ListVersions &ask);
    [[nodiscard]] Result<protocol::ExportPart> exported(const protocol::ExportExpectations &ask);
    [[nodiscard]] protocol::AliasList aliases() const;

    // The secrets that the job's changes refer to, for its claim.
    [[nodiscard]] Result<QHash<QString, Secret>> secretsFor(const domain::Job &job) const;
    [[nodiscard]] QString findSecret(const QString &plugin, const domain::SecretFingerprint &print) const;

private:
    [[nodiscard]] Result<void> makeIdentity();
    [[nodiscard]] Result<void> readIdentity(const FleetIdentity &identity);
    [[nodiscard]] Result<void> carrySecrets(const QHash<QString, Secret> &fresh,
                                            const expectations::ExpectationSet &set,
                                            const QHash<QString, QByteArray> &more,
                                            ExpectationVersion &version) const;

    const Workspace &_workspace;
    const SecretSealer &_sealer;
    QString _fleetId;
    Secret _fleetKey;
    ExpectationVersion _newest;
    expectations::ExpectationSet _set; // of _newest
    Consequences _consequences;
    Rules _rules;
    RuleImport _ruleImport;
};

} // namespace archivesmp::agent::coordinator
