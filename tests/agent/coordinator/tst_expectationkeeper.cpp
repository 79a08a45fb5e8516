// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/expectationkeeper.h"

#include "tests/agent/coordinator/fakesealer.h"
#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace archivesmp::agent::coordinator;
using namespace Qt::StringLiterals;

namespace {

const QByteArray canary("c4n4ry-pa55w0rd-in-expectations");

QList<expectations::ImportSource> files(const QByteArray &universal)
{
    return {{expectations::ImportSource::Content::Universal, Platform::Paper, u"universal_configs.json"_s,
             universal}};
}

QByteArray withSecret()
{
    return R"({"CoreProtect": {"mysql-host": "db.example", "mysql-password": ")" + canary + R"("}})";
}

} // namespace

class TestExpectationKeeper final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _fleet = std::make_unique<tests::FleetFixture>();
        _keeper = std::make_unique<ExpectationKeeper>(_fleet->workspace, _sealer);
        QVERIFY(_keeper->start());
        _import.dryRun = false;
        _import.reason = u"first import"_s;
    }
    void cleanup()
    {
        _keeper.reset();
        _fleet.reset();
    }

    void theFleetsIdentityOutlivesARestart()
    {
        ExpectationKeeper again(_fleet->workspace, _sealer);
        QVERIFY(again.start());

        QVERIFY(!_keeper->fleetId().isEmpty());
        QCOMPARE(_keeper->fleetKey().reveal().size(), 32);
        QCOMPARE(again.fleetId(), _keeper->fleetId());
        QVERIFY(again.fleetKey().equals(_keeper->fleetKey()));
    }

    void withoutAnImportThereAreNoExpectations()
    {
        QVERIFY(!_keeper->hasExpectations());
        QVERIFY(_keeper->hash().isEmpty());
        QCOMPARE(_keeper->document({}).error().code, ErrorCode::NotFound);
    }

    void anImportIsANewVersionThatOutlivesARestart()
    {
        const auto reply = _keeper->import(_fleet->jane, _import, files(withSecret()));

        QVERIFY(reply->accepted);
        QCOMPARE(reply->version, 1);
        const auto document = _keeper->document(_keeper->hash());
        QVERIFY(document->contains("db.example"));
        QCOMPARE(QCryptographicHash::hash(*document, QCryptographicHash::Sha256), _keeper->hash());
        ExpectationKeeper again(_fleet->workspace, _sealer);
        QVERIFY(again.start());
        QCOMPARE(again.hash(), _keeper->hash());
        QCOMPARE(_fleet->stores->audit().recent(1)->first().actor, u"jane"_s);
    }

    void aDryRunReportsAndChangesNothing()
    {
        _import.dryRun = true;

        const auto reply = _keeper->import(_fleet->jane, _import, files(withSecret()));

        QVERIFY(!reply->accepted);
        QVERIFY(!reply->report.isEmpty());
        QVERIFY(!_keeper->hasExpectations());
    }

    void theSameContentAgainIsNoNewVersion()
    {
        QVERIFY(_keeper->import(_fleet->jane, _import, files(withSecret())));

        QCOMPARE(_keeper->import(_fleet->jane, _import, files(withSecret()))->version, 1);
        QCOMPARE(_keeper->import(_fleet->jane, _import, files(R"({"CoreProtect": {"a": 1}})"))->version, 2);
    }

    void b31ABrokenFileLeavesTheOldVersion()
    {
        QVERIFY(_keeper->import(_fleet->jane, _import, files(withSecret())));
        const QByteArray before = _keeper->hash();

        QVERIFY(!_keeper->import(_fleet->jane, _import, files(R"({"CoreProtect": )")));

        QCOMPARE(_keeper->hash(), before);
    }

    void anotherHashThanThePresentOneIsNotFound()
    {
        QVERIFY(_keeper->import(_fleet->jane, _import, files(withSecret())));

        QCOMPARE(_keeper->document(QByteArray(32, 'x')).error().code, ErrorCode::NotFound);
    }

    void aSecretGoesOutWithTheClaimThatNeedsItOnly()
    {
        QVERIFY(_keeper->import(_fleet->jane, _import, files(withSecret())));
        const auto newest = _fleet->stores->expectations().newest();
        QCOMPARE((*newest)->secrets.size(), 1);
        const QString reference = (*newest)->secrets.begin().key();
        Job job;
        job.payload = ConfigUpdatePayload{
            u"f"_s,
            {},
            {SettingChange{KeyPath({"mysql-password"}), SettingChange::Action::Set, {}, reference}}};

        const auto secrets = _keeper->secretsFor(job);

        QCOMPARE(secrets->size(), 1);
        QVERIFY(secrets->value(reference).reveal().contains(canary));
        QVERIFY(_keeper->secretsFor(Job())->isEmpty());
    }

    // Shown by 7
    void aSecretIsNowhereInTheDatabaseAndNotInTheReport()
    {
        const auto reply = _keeper->import(_fleet->jane, _import, files(withSecret()));

        QVERIFY(!QJsonDocument(reply->report).toJson().contains(canary));
        QVERIFY(!_keeper->document({})->contains(canary));
        bool isThere = false;
        for (const QByteArray &bytes : _fleet->database.storedBytes()) {
            isThere = isThere || bytes.contains("db.example"); // it was looked for in the right place
            QVERIFY(!bytes.contains(canary));
            QVERIFY(!bytes.contains(_keeper->fleetKey().reveal()));
            QVERIFY(!bytes.contains(_keeper->fleetKey().reveal().toHex()));
        }
        QVERIFY(isThere);
    }

private:
    const tests::FakeSealer _sealer{};
    std::unique_ptr<tests::FleetFixture> _fleet;
    std::unique_ptr<ExpectationKeeper> _keeper;
    protocol::ImportExpectations _import;
};

ARCHIVESMP_TEST(TestExpectationKeeper)
#include "tst_expectationkeeper.moc"
