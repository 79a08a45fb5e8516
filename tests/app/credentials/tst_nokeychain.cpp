// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/credentials/keychainsecretstore.h"
#include "tests/support/testregistry.h"

#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::app::credentials;
using namespace Qt::StringLiterals;

// A desktop without a keychain: there is no bus to ask on.
class TestNoKeychain final : public QObject
{
    Q_OBJECT

    QTemporaryDir _folder;

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_RUNTIME_DIR", _folder.path().toUtf8());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + _folder.filePath(u"nobody"_s).toUtf8());
        qunsetenv("DISPLAY"); // a bus must not be started by whoever looks for one
    }

    void saysThatThereIsNoKeychain()
    {
        KeychainSecretStore store(u"archivesmp-test"_s);

        QFuture<Result<void>> written = store.write(u"wss://10.0.0.1:8001"_s, Secret("asmp_key"));
        QTRY_VERIFY(written.isFinished());
        QFuture<Result<Secret>> read = store.read(u"wss://10.0.0.1:8001"_s);
        QTRY_VERIFY(read.isFinished());

        QVERIFY(!written.result());
        QCOMPARE(written.result().error().code, ErrorCode::Unavailable);
        QVERIFY2(describe(written.result().error()).contains(u"keychain"),
                 qPrintable(describe(written.result().error())));
        QVERIFY(!read.result());
        QCOMPARE(read.result().error().code, ErrorCode::Unavailable);
    }
};

ARCHIVESMP_TEST(TestNoKeychain)
#include "tst_nokeychain.moc"
