// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/credentials/keychainsecretstore.h"
#include "tests/support/keyring.h"
#include "tests/support/sessionbus.h"
#include "tests/support/testregistry.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::app::credentials;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

const QString name = u"wss://10.0.0.1:8001"_s;

template <typename T>
Result<T> answer(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000))
        return Error{ErrorCode::Timeout, u"the keychain does not answer"_s};
    return future.result();
}

} // namespace

// A real gnome-keyring on a session bus of its own, with its files in a temporary folder.
class TestKeychainSecretStore final : public QObject
{
    Q_OBJECT

    SessionBus _bus;
    std::unique_ptr<Keyring> _keyring;
    std::unique_ptr<KeychainSecretStore> _store;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(_bus.start(), qPrintable(_bus.problem()));
        for (const auto &[variable, value] : _bus.environment())
            qputenv(variable.toLatin1().constData(), value.toUtf8());
        qunsetenv("DISPLAY"); // nobody is asked for a password on a screen
        _keyring = std::make_unique<Keyring>(_bus);
        QVERIFY2(_keyring->start(), qPrintable(_keyring->problem()));
        _store = std::make_unique<KeychainSecretStore>(u"archivesmp-test"_s);
    }

    void cleanupTestCase()
    {
        QVERIFY(_keyring == nullptr || _keyring->stop());
        QVERIFY(_bus.stop());
    }

    void hasNothingAtFirst()
    {
        const Result<Secret> read = answer(_store->read(name));

        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::NotFound);
        QVERIFY(describe(read.error()).contains(name));
    }

    void readsWhatWasWritten()
    {
        QVERIFY(answer(_store->write(name, Secret("asmp_first"))));

        const Result<Secret> read = answer(_store->read(name));
        QVERIFY(read);
        QCOMPARE(read->reveal(), QByteArray("asmp_first"));
    }

    void keepsNamesApart()
    {
        QVERIFY(answer(_store->write(u"wss://10.0.0.2:8001"_s, Secret("asmp_other"))));

        QCOMPARE(answer(_store->read(name))->reveal(), QByteArray("asmp_first"));
        QCOMPARE(answer(_store->read(u"wss://10.0.0.2:8001"_s))->reveal(), QByteArray("asmp_other"));
    }

    void overwritesAKey()
    {
        const QByteArray bytes("a\0b\xff", 4);

        QVERIFY(answer(_store->write(name, Secret(bytes))));

        QCOMPARE(answer(_store->read(name))->reveal(), bytes);
    }

    void leavesNoKeyInClear()
    {
        QDirIterator files(_bus.folder(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        int keyrings = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            keyrings += file.fileName().endsWith(u".keyring") ? 1 : 0;
            QVERIFY(!file.open(QIODevice::ReadOnly) || !file.readAll().contains("asmp_other"));
        }
        QVERIFY(keyrings > 0);
    }

    void removesAKey()
    {
        QVERIFY(answer(_store->remove(name)));

        QCOMPARE(answer(_store->read(name)).error().code, ErrorCode::NotFound);
        QVERIFY(answer(_store->read(u"wss://10.0.0.2:8001"_s)));
    }

    void saysWhatToDoWhereTheKeychainIsLocked()
    {
        QVERIFY(!_keyring
                     ->call({u"org.freedesktop.Secret.Service.Lock"_s,
                             u"array:objpath:/org/freedesktop/secrets/collection/login"_s})
                     .isEmpty());

        const Result<Secret> read = answer(_store->read(u"wss://10.0.0.2:8001"_s));

        QVERIFY(!read);
        QVERIFY2(read.error().code == ErrorCode::NotFound || read.error().code == ErrorCode::PermissionDenied,
                 qPrintable(describe(read.error())));
        QVERIFY2(describe(read.error()).contains(u"unlock the keychain, or enter the key again"),
                 qPrintable(describe(read.error())));
    }
};

ARCHIVESMP_TEST(TestKeychainSecretStore)
#include "tst_keychainsecretstore.moc"
