// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates for servers of tests, made by the openssl command.
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace archivesmp::tests {

// PEM files in the folder that the maker was given.
struct TestCertificate
{
    QString certificate;
    QString key;
    QByteArray sha256; // of the certificate in DER, 32 bytes: what a pin is compared with
};

struct TestCertificateWishes
{
    QString name = QStringLiteral("localhost"); // common name, and the files' base name
    QStringList dnsNames{QStringLiteral("localhost")};
    QStringList addresses{QStringLiteral("127.0.0.1")};
    bool authority = false; // may sign others
};

// Signed by itself. An empty `certificate` says that openssl failed (its words are in the test's log).
[[nodiscard]] TestCertificate makeTestCertificate(const QString &folder,
                                                  const TestCertificateWishes &wishes = {});

// Signed by `authority`, which was made with that wish.
[[nodiscard]] TestCertificate makeTestCertificate(const QString &folder, const TestCertificateWishes &wishes,
                                                  const TestCertificate &authority);

} // namespace archivesmp::tests
