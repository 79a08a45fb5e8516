// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/sealedsecret.h"

#include "tests/support/testregistry.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::settings;
using namespace Qt::StringLiterals;

class TestSealedSecret final : public QObject
{
    Q_OBJECT

    SecretKey _key{Secret(QByteArray(32, 'k'))};

private Q_SLOTS:
    void opensInItsOwnPlace()
    {
        const QByteArray sealed = _key.seal(Secret("hunter2"), "mariadb.password").value();

        QVERIFY(isSealed(QString::fromLatin1(sealed)));
        QVERIFY(!sealed.contains("hunter2"));
        QCOMPARE(_key.unseal(sealed, "mariadb.password").value().reveal(), QByteArray("hunter2"));
    }

    void looksDifferentEachTime()
    {
        QVERIFY(_key.seal(Secret("a"), "x").value() != _key.seal(Secret("a"), "x").value());
    }

    void b10_refusesAnotherKeyACutTextAndAnotherField()
    {
        const QByteArray sealed = _key.seal(Secret("hunter2"), "mariadb.password").value();
        const SecretKey other(Secret(QByteArray(32, 'o')));

        for (const Result<Secret> &result :
             {other.unseal(sealed, "mariadb.password"), _key.unseal(sealed.chopped(4), "mariadb.password"),
              _key.unseal(sealed, "amp.password"), _key.unseal("enc:v1:", "mariadb.password"),
              _key.unseal("enc:v1:???", "x")}) {
            QVERIFY(!result.has_value());
            QCOMPARE(result.error().code, ErrorCode::Corrupt);
            QVERIFY(describe(result.error()).contains(u"cannot decrypt"));
            QVERIFY(!describe(result.error()).contains(u"hunter2"));
        }
        QVERIFY(describe(other.unseal(sealed, "x").error()).contains(other.id()));
    }

    void everyFlippedByteIsNoticed()
    {
        const QByteArray sealed = _key.seal(Secret("hunter2"), "f").value();
        const QByteArray raw = QByteArray::fromBase64(sealed.sliced(7));
        for (qsizetype i = 0; i < raw.size(); ++i) {
            QByteArray damaged = raw;
            damaged[i] = static_cast<char>(damaged.at(i) ^ 1);
            QVERIFY(!_key.unseal("enc:v1:" + damaged.toBase64(), "f").has_value());
        }
    }

    void theKeyFileIsMadeOnceForItsOwner()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"secret.key"_s);

        const Result<SecretKey> made = SecretKey::loadOrCreate(path);
        const Result<SecretKey> again = SecretKey::loadOrCreate(path);

        QVERIFY(made.has_value());
        QCOMPARE(again.value().id(), made.value().id());
        QCOMPARE(QFileInfo(path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void b12AKeyFileThatOthersCanReadIsRefused()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"secret.key"_s);
        QVERIFY(SecretKey::loadOrCreate(path).has_value());
        QVERIFY(QFile::setPermissions(
            path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));

        for (const Result<SecretKey> &key : {SecretKey::load(path), SecretKey::loadOrCreate(path)}) {
            QVERIFY(!key);
            QCOMPARE(key.error().code, ErrorCode::PermissionDenied);
            QVERIFY2(describe(key.error()).contains(u"0644"), qPrintable(describe(key.error())));
            QVERIFY2(describe(key.error()).contains(u"chmod 600 "_s + path),
                     qPrintable(describe(key.error())));
        }
    }

    void aDamagedKeyFileIsAnErrorThatShowsNothingOfIt()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"secret.key"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        file.write("abcdef");
        file.close();

        const Result<SecretKey> key = SecretKey::load(path);

        QCOMPARE(key.error().code, ErrorCode::Corrupt);
        QVERIFY(!describe(key.error()).contains(u"abcdef"));
    }
};

ARCHIVESMP_TEST(TestSealedSecret)
#include "tst_sealedsecret.moc"
