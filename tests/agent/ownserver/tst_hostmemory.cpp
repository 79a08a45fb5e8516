// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/hostmemory.h"

#include "common/protocol/keysnapshot.h"
#include "tests/agent/coordinator/fakesealer.h"
#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;
using agent::ownserver::HostMemory;
using agent::ownserver::RememberedHost;

class TestHostMemory final : public QObject
{
    Q_OBJECT

    std::unique_ptr<tests::Sandbox> _sandbox;
    tests::FakeSealer _sealer;

    [[nodiscard]] HostMemory memory() const { return {_sandbox->path(u"host-memory"_s), _sealer}; }
    [[nodiscard]] static RememberedHost sample()
    {
        RememberedHost host{u"fleet"_s, Secret(QByteArray(32, 'f')), QByteArray(32, 'e'), {}};
        protocol::KeySnapshot keys{QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), Qt::UTC),
                                   {{QByteArray(32, 'k'), u"jane"_s, domain::UserRole::Viewer}},
                                   {}};
        keys.mac = protocol::macOf(keys, host.fleetKey);
        host.keys = keys;
        return host;
    }

private Q_SLOTS:
    void init() { _sandbox = std::make_unique<tests::Sandbox>(); }

    void whatWasKeptIsRecalled()
    {
        QVERIFY(memory().keep(sample()));

        const auto host = memory().recall();

        QVERIFY(host);
        QCOMPARE(host->fleetId, u"fleet"_s);
        QVERIFY(host->fleetKey.equals(sample().fleetKey));
        QCOMPARE(host->expectationsHash, sample().expectationsHash);
        QCOMPARE(host->keys, sample().keys);
    }

    void theFileIsTheOwnersAloneAndShowsNothing()
    {
        QVERIFY(memory().keep(sample()));

        const QFile::Permissions permissions = QFile::permissions(_sandbox->path(u"host-memory"_s));
        QCOMPARE(permissions & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
        const QByteArray bytes = _sandbox->read(u"host-memory"_s);
        QVERIFY(!bytes.contains("jane") && !bytes.contains(QByteArray(32, 'f').toBase64()));
    }

    void nothingKeptIsNotFound() { QCOMPARE(memory().recall().error().code, ErrorCode::NotFound); }

    void anotherAgentsFileIsRefused()
    {
        _sandbox->write(u"host-memory"_s, "enc:v1:AAAA");

        QCOMPARE(memory().recall().error().code, ErrorCode::Corrupt);
    }

    // Even where the seal is broken: the list of keys is the host's only.
    void aKeyThatTheHostNeverIssuedIsRefused()
    {
        RememberedHost host = sample();
        host.keys->keys.append({QByteArray(32, 'x'), u"eve"_s, domain::UserRole::Admin});
        QVERIFY(memory().keep(host));

        const auto recalled = memory().recall();

        QCOMPARE(recalled.error().code, ErrorCode::Corrupt);
        QVERIFY(recalled.error().file.endsWith(u"host-memory"_s));
    }
};

ARCHIVESMP_TEST(TestHostMemory)
#include "tst_hostmemory.moc"
