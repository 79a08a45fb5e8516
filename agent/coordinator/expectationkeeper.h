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

    // The document with that hash, or the newest where no hash is asked for; NotFound where it is another.
    [[nodiscard]] Result<QByteArray> document(const QByteArray &wantedHash) const;

    // Reads the files and, unless it is a dry run, makes them the newest version. The same content again is
    // accepted without a new one.
    [[nodiscard]] Result<protocol::ImportReply> import(const domain::User &by,
                                                       const protocol::ImportExpectations &request,
                                                       const QList<expectations::ImportSource> &files);

    // The secrets that the job's changes refer to, for its claim.
    [[nodiscard]] Result<QHash<QString, Secret>> secretsFor(const domain::Job &job) const;
    [[nodiscard]] QString findSecret(const QString &plugin, const domain::SecretFingerprint &print) const;

    // What each layer says about the finding's setting, lowest first; empty where none does.
    [[nodiscard]] QList<protocol::LayerValue> layersOf(const domain::Finding &finding) const;

private:
    [[nodiscard]] Result<void> makeIdentity();
    [[nodiscard]] Result<void> readIdentity(const FleetIdentity &identity);
    [[nodiscard]] Result<void> accept(const domain::User &by, const protocol::ImportExpectations &request,
                                      const expectations::ExpectationSet &set);

    const Workspace &_workspace;
    const SecretSealer &_sealer;
    QString _fleetId;
    Secret _fleetKey;
    ExpectationVersion _newest;
    expectations::ExpectationSet _set; // of _newest
};

} // namespace archivesmp::agent::coordinator
