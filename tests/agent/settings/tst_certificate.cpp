// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/certificate.h"

#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::settings;
using namespace Qt::StringLiterals;

class TestCertificate final : public QObject
{
    Q_OBJECT

    QTemporaryDir _folder;
    TlsSettings _tls{_folder.filePath(u"tls.crt"_s), _folder.filePath(u"tls.key"_s)};

private Q_SLOTS:
    void isMadeOnceAndThenKept()
    {
        QVERIFY(ensureCertificate(_tls, u"hetzner"_s).has_value());
        const QByteArray pin = certificatePin(_tls.certificate).value();

        QVERIFY(ensureCertificate(_tls, u"hetzner"_s).has_value());

        QCOMPARE(certificatePin(_tls.certificate).value(), pin);
    }

    void qtReadsItAndAgreesOnThePin()
    {
        const QList<QSslCertificate> certificates = QSslCertificate::fromPath(_tls.certificate);

        QCOMPARE(certificates.size(), 1);
        QCOMPARE(certificates.first().digest(QCryptographicHash::Sha256),
                 certificatePin(_tls.certificate).value());
        QVERIFY(certificates.first().subjectAlternativeNames().contains(QSsl::DnsEntry, u"hetzner"_s));
        QVERIFY(certificates.first().expiryDate() > QDateTime::currentDateTimeUtc().addYears(9));
        QVERIFY(certificates.first().effectiveDate() <= QDateTime::currentDateTimeUtc());
    }

    void theKeyIsItsOwnersOnly()
    {
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFileInfo(_tls.key).permissions() & others, QFile::Permissions());
    }

    void oneFileWithoutTheOtherIsAnError()
    {
        QVERIFY(QFile::remove(_tls.key));

        const Result<void> result = ensureCertificate(_tls, u"hetzner"_s);

        QVERIFY(!result.has_value());
        QCOMPARE(result.error().file, _tls.key);
    }

    void pinsReadBackInBothForms()
    {
        const QByteArray pin = QByteArray::fromHex("00ff").repeated(16);
        QCOMPARE(parsePin(formattedPin(pin)).value(), pin);
        QCOMPARE(parsePin(QString::fromLatin1(pin.toHex().toUpper())).value(), pin);
        QVERIFY(!parsePin(u"00:ff").has_value());
        QVERIFY(!parsePin(QString(64, u'g')).has_value());
    }
};

ARCHIVESMP_TEST(TestCertificate)
#include "tst_certificate.moc"
