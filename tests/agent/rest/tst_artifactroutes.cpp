// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/rest/artifactroutes.h"

#include "tests/agent/rest/openrestdoor.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {

QByteArray hexOf(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}

qsizetype uploadsIn(const OpenRestDoor &host)
{
    return QDir(host.folder.path()).entryList({u"upload-*"_s}, QDir::Files).size();
}

} // namespace

class TestArtifactRoutes final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUploadReachesTheStoreAsAFileOfItsOwn()
    {
        OpenRestDoor host;
        const QByteArray jar = QByteArray(3'000'000, 'j');
        QByteArray stored;
        QFile::Permissions permissions;
        host.fleet.when<FakeFleetService::PutArtifactQuestion>(
            [&](const domain::User &, const FakeFleetService::PutArtifactQuestion &put) -> Result<void> {
                QFile file(put.path);
                if (file.open(QIODevice::ReadOnly))
                    stored = file.readAll();
                permissions = file.permissions();
                return {};
            });

        const RawReply reply
            = host.ask(httpRequest("PUT", "/api/artifacts/" + hexOf(jar), "operator-key", jar));

        QCOMPARE(reply.status, 201);
        QCOMPARE(stored, jar);
        QCOMPARE(permissions & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QTRY_COMPARE(uploadsIn(host), 0);
    }

    void anotherHashThanPromisedIsRefused()
    {
        OpenRestDoor host;

        const RawReply reply = host.ask(
            httpRequest("PUT", "/api/artifacts/" + hexOf("promised"), "operator-key", "delivered"));

        QCOMPARE(reply.status, 422);
        QCOMPARE(reply.error().value(u"code"_s).toString(), u"corrupt"_s);
        QVERIFY(host.fleet.asked<FakeFleetService::PutArtifactQuestion>().isEmpty());
        QTRY_COMPARE(uploadsIn(host), 0);
    }

    void anUploadThatIsCutLeavesNoFile()
    {
        OpenRestDoor host;
        {
            RawClient client(host.door.port(), host.certificate.certificate);
            client.send("PUT /api/artifacts/" + hexOf("x")
                        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer operator-key\r\n"
                          "Content-Length: 1000000\r\n\r\n"
                        + QByteArray(1000, 'x'));
            QTRY_COMPARE(host.fleet.authentications(), 1);
        }

        QTRY_COMPARE(host.door.connections(), 0);
        QCOMPARE(uploadsIn(host), 0);
        QVERIFY(host.fleet.asked<FakeFleetService::PutArtifactQuestion>().isEmpty());
    }

    void tooLargeAnArtifactIsRefusedBeforeItIsSent()
    {
        OpenRestDoor host;

        const RawReply reply
            = host.ask("PUT /api/artifacts/" + hexOf("x")
                       + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer operator-key\r\n"
                         "Content-Length: 314572800\r\n\r\n");

        QCOMPARE(reply.status, 413);
        QVERIFY(reply.error().value(u"message"_s).toString().contains("268435456"_L1));
    }

    void aStrangerUploadsNothing()
    {
        OpenRestDoor host;

        QCOMPARE(host.ask(httpRequest("PUT", "/api/artifacts/" + hexOf("x"), "viewer-key", "x")).status, 403);
        QCOMPARE(host.ask(httpRequest("PUT", "/api/artifacts/" + hexOf("x"), "nobody", "x")).status, 401);
        QCOMPARE(uploadsIn(host), 0);
    }

    void aDownloadIsTheStoredFile()
    {
        OpenRestDoor host;
        const QByteArray jar = QByteArray(2'000'000, 'd');
        QFile file(host.folder.filePath(u"stored.jar"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(jar) == jar.size() && file.flush());
        host.fleet.when<FakeFleetService::LocateArtifactQuestion>(
            [&](auto &&...) -> Result<QString> { return file.fileName(); });

        const RawReply reply = host.ask(httpRequest("GET", "/api/artifacts/" + hexOf(jar), "agent-key"));

        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.headers.value("content-type"), "application/octet-stream");
        QCOMPARE(reply.body.size(), jar.size());
        QCOMPARE(hexOf(reply.body), hexOf(jar));
    }

    void aFileThatVanishedIsNotFound()
    {
        OpenRestDoor host;
        host.fleet.when<FakeFleetService::LocateArtifactQuestion>(
            [&](auto &&...) -> Result<QString> { return u"/nonexistent/jar"_s; });

        QCOMPARE(host.ask(httpRequest("GET", "/api/artifacts/" + hexOf("x"), "agent-key")).status, 404);
    }

    void aNameThatIsNoHashIsRefused()
    {
        OpenRestDoor host;

        for (const QByteArray &name : {QByteArray("abc"), hexOf("x").toUpper(), QByteArray(64, 'g')}) {
            const RawReply reply = host.ask(httpRequest("GET", "/api/artifacts/" + name, "agent-key"));
            QCOMPARE(reply.status, 400);
            QCOMPARE(reply.error().value(u"field"_s).toString(), u"sha256"_s);
        }
    }
};

ARCHIVESMP_TEST(TestArtifactRoutes)
#include "tst_artifactroutes.moc"
