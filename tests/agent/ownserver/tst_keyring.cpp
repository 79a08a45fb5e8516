// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/ownserver/keyring.h"

#include "tests/support/fakeclock.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QTest>

using namespace archivesmp;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using agent::ownserver::KeyRing;
using domain::UserRole;

class TestKeyRing final : public QObject
{
    Q_OBJECT

    tests::FakeClock _clock;

    [[nodiscard]] static protocol::KnownKey known(const QByteArray &key, const QString &name, UserRole role)
    {
        return {QCryptographicHash::hash(key, QCryptographicHash::Sha256), name, role};
    }
    [[nodiscard]] protocol::KeySnapshot snapshot(const QList<protocol::KnownKey> &keys) const
    {
        return {_clock.now(), keys, {}};
    }
    [[nodiscard]] protocol::KeySnapshot janes() const
    {
        return snapshot({known("asmp_jane", u"jane"_s, UserRole::Operator)});
    }

private Q_SLOTS:
    void init() { _clock = tests::FakeClock(); }

    void beforeTheHostHasSpokenNobodyIsLetIn()
    {
        const auto user = KeyRing(_clock).authenticate(Secret("asmp_jane"));

        QCOMPARE(user.error().code, ErrorCode::NotFound);
        QVERIFY(user.error().message.contains(u"does not know any keys"_s));
    }

    void aKeyOfTheListIsItsUsers()
    {
        KeyRing keys(_clock);
        keys.take(snapshot(
            {known("asmp_joe", u"joe"_s, UserRole::Viewer), known("asmp_jane", u"jane"_s, UserRole::Admin)}));

        QCOMPARE(keys.authenticate(Secret("asmp_jane")).value(),
                 (domain::User{u"jane"_s, UserRole::Admin, {}}));
        QCOMPARE(keys.authenticate(Secret("asmp_joe")).value().role, UserRole::Viewer);
        QCOMPARE(keys.authenticate(Secret("asmp_eve")).error().code, ErrorCode::Unauthenticated);
        QCOMPARE(keys.authenticate(Secret()).error().code, ErrorCode::Unauthenticated);
    }

    void aRevokedKeyGoesWithTheNextList()
    {
        KeyRing keys(_clock);
        keys.take(janes());

        keys.take(snapshot({}));

        QCOMPARE(keys.authenticate(Secret("asmp_jane")).error().code, ErrorCode::Unauthenticated);
    }

    void anAgentsKeyOpensNoDoor()
    {
        KeyRing keys(_clock);
        keys.take(snapshot({known("asmp_agent", u"agent"_s, UserRole::Agent)}));

        QCOMPARE(keys.authenticate(Secret("asmp_agent")).error().code, ErrorCode::Unauthenticated);
    }

    void aListIsGoodForADay()
    {
        KeyRing keys(_clock);
        keys.take(janes());

        _clock.advance(24h);
        QVERIFY(keys.authenticate(Secret("asmp_jane")));
        _clock.advance(1h);
        const auto user = keys.authenticate(Secret("asmp_jane"));

        QCOMPARE(user.error().code, ErrorCode::NotFound);
        QVERIFY2(user.error().message.contains(u"25 h old and were good for 24 h"_s),
                 qPrintable(user.error().message));
    }

    void theDayCountsFromTheHostsWordNotFromReadingIt()
    {
        const protocol::KeySnapshot old = janes();
        _clock.advance(23h);
        KeyRing keys(_clock);
        keys.take(old);

        QVERIFY(keys.authenticate(Secret("asmp_jane")));
        _clock.advance(2h);

        QCOMPARE(keys.authenticate(Secret("asmp_jane")).error().code, ErrorCode::NotFound);
    }

    void settingTheClockBackKeepsNoKeyAlive()
    {
        KeyRing keys(_clock);
        const QDateTime start = _clock.now();
        keys.take(janes());

        _clock.advance(25h);
        _clock.setNow(start);

        QCOMPARE(keys.authenticate(Secret("asmp_jane")).error().code, ErrorCode::NotFound);
    }

    void aListFromTheFutureIsNotTrusted()
    {
        const protocol::KeySnapshot later = janes();
        _clock.setNow(_clock.now().addDays(-2));
        KeyRing keys(_clock);
        keys.take(later);

        const auto user = keys.authenticate(Secret("asmp_jane"));

        QCOMPARE(user.error().code, ErrorCode::NotFound);
        QVERIFY(user.error().remedy.contains(u"clocks"_s));
    }
};

ARCHIVESMP_TEST(TestKeyRing)
#include "tst_keyring.moc"
