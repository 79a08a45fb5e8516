// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/coordinator/apikeys.h"

#include "common/protocol/keysnapshot.h"
#include "tests/agent/coordinator/fleetfixture.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

class TestApiKeys final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        _fleet = std::make_unique<tests::FleetFixture>();
        _keys = std::make_unique<agent::coordinator::ApiKeys>(_fleet->stores->keys(), _fleet->clock);
    }
    void cleanup()
    {
        _keys.reset();
        _fleet.reset();
    }

    void aKeyIsItsUsers()
    {
        const auto key = _keys->create(_fleet->jane);
        std::ignore = _keys->create({u"other"_s, UserRole::Viewer, {}});

        QVERIFY(key->reveal().startsWith("asmp_"));
        QVERIFY(key->reveal().size() >= 48);
        QCOMPARE(*_keys->authenticate(*key), _fleet->jane);
    }

    void anAgentsKeyKnowsItsServer()
    {
        const auto key = _keys->create(_fleet->ovhAgent);

        QCOMPARE(_keys->authenticate(*key)->server, u"ovh"_s);
        QCOMPARE(_keys->create({u"x"_s, UserRole::Agent, {}}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(_keys->create({u"y"_s, UserRole::Admin, u"ovh"_s}).error().code, ErrorCode::InvalidArgument);
    }

    // T6
    void everyWrongKeyGetsTheSameAnswer_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << QByteArray("asmp_");
        QTest::newRow("long") << QByteArray(100'000, 'x');
        QTest::newRow("random") << QByteArray("asmp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    }
    void everyWrongKeyGetsTheSameAnswer()
    {
        QFETCH(QByteArray, key);
        std::ignore = _keys->create(_fleet->jane);

        QCOMPARE(_keys->authenticate(Secret(key)).error(),
                 (Error{ErrorCode::Unauthenticated, u"unknown key"_s}));
    }

    // T5
    void aRevokedKeyStopsAtOnce()
    {
        const auto key = _keys->create(_fleet->jane);

        QVERIFY(_fleet->stores->keys().revoke(u"jane"_s, _fleet->clock.now()));

        QCOMPARE(_keys->authenticate(*key).error().code, ErrorCode::Unauthenticated);
        QCOMPARE(_fleet->stores->keys().revoke(u"jane"_s, _fleet->clock.now()).error().code,
                 ErrorCode::NotFound);
    }

    // T22: a name in the records stands for one key for ever.
    void aNameIsNotGivenTwice()
    {
        QVERIFY(_keys->create(_fleet->jane));
        QVERIFY(_fleet->stores->keys().revoke(u"jane"_s, _fleet->clock.now()));

        QCOMPARE(_keys->create(_fleet->jane).error().code, ErrorCode::AlreadyExists);
    }

    void clientsGetTheLiveKeysOfPeopleOnly()
    {
        const Secret fleetKey(QByteArray(32, 'f'));
        const auto jane = _keys->create(_fleet->jane);
        std::ignore = _keys->create(_fleet->ovhAgent);
        std::ignore = _keys->create({u"gone"_s, UserRole::Admin, {}});
        QVERIFY(_fleet->stores->keys().revoke(u"gone"_s, _fleet->clock.now()));

        const auto snapshot = _keys->snapshot(fleetKey);

        QCOMPARE(snapshot->keys.size(), 1);
        QCOMPARE(snapshot->keys.first(),
                 (protocol::KnownKey{QCryptographicHash::hash(jane->reveal(), QCryptographicHash::Sha256),
                                     u"jane"_s, UserRole::Operator}));
        QCOMPARE(snapshot->issuedAt, _fleet->clock.now());
        QVERIFY(protocol::verify(*snapshot, fleetKey));
    }

    void onlyTheHashIsKept()
    {
        const auto key = _keys->create(_fleet->jane);

        const auto stored = _fleet->stores->keys().keys();

        QCOMPARE(stored->size(), 1);
        QCOMPARE(stored->first().sha256, QCryptographicHash::hash(key->reveal(), QCryptographicHash::Sha256));
    }

private:
    std::unique_ptr<tests::FleetFixture> _fleet;
    std::unique_ptr<agent::coordinator::ApiKeys> _keys;
};

ARCHIVESMP_TEST(TestApiKeys)
#include "tst_apikeys.moc"
