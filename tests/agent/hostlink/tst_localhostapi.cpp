// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/hostlink/localhostapi.h"

#include "tests/common/protocol/samples.h"
#include "tests/fakes/fakefleetservice.h"
#include "tests/support/testregistry.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::tests;
using namespace archivesmp::agent;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

template <typename T>
Result<T> answerOf(const QFuture<Result<T>> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }))
        return Error{ErrorCode::Internal, u"the test waited in vain"_s};
    return future.result();
}

QString written(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write");
    return file.fileName();
}

QByteArray sha256(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

} // namespace

class TestLocalHostApi final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksTheFleetAsTheAgentOfItsServer()
    {
        FakeFleetService fleet;
        fleet.when<protocol::RenewRequest>(
            [](auto &&...) -> Result<protocol::RenewReply> { return protocol::RenewReply{true}; });
        hostlink::LocalHostApi host(fleet, u"hetzner"_s);

        QVERIFY(answerOf(host.renew({JobId(u"j"_s), u"b"_s, 1, {}, {}})).value().cancelRequested);

        const domain::User by = fleet.askedBy<protocol::RenewRequest>().first();
        QCOMPARE(by.role, domain::UserRole::Agent);
        QCOMPARE(by.server, u"hetzner"_s);
    }

    void nextWaitsForTheBell()
    {
        FakeFleetService fleet;
        std::optional<JobId> offer;
        fleet.when<FakeFleetService::NextQuestion>(
            [&](auto &&...) -> Result<std::optional<JobId>> { return offer; });
        hostlink::LocalHostApi host(fleet, u"hetzner"_s);

        const auto waiting = host.next(30s);
        QTRY_COMPARE(fleet.asked<FakeFleetService::NextQuestion>().size(), 1);
        QCoreApplication::processEvents();
        QVERIFY(!waiting.isFinished());
        offer = JobId(u"j"_s);
        fleet.ring(u"hetzner"_s);

        QCOMPARE(answerOf(waiting).value(), offer);
    }

    void anArtifactIsCopiedAndChecked()
    {
        const QTemporaryDir folder;
        const QString stored = written(folder, u"stored"_s, "a jar");
        FakeFleetService fleet;
        fleet.when<FakeFleetService::LocateArtifactQuestion>(
            [&](auto &&...) -> Result<QString> { return stored; });
        hostlink::LocalHostApi host(fleet, u"hetzner"_s);
        const QString good = folder.filePath(u"good"_s);
        const QString bad = folder.filePath(u"bad"_s);

        QVERIFY(answerOf(host.fetchArtifact(sha256("a jar"), good)));
        QCOMPARE(answerOf(host.fetchArtifact(sha256("another"), bad)).error().code, ErrorCode::Corrupt);
        QCOMPARE(answerOf(host.fetchArtifact(sha256("a jar"), good)).error().code, ErrorCode::AlreadyExists);

        QFile file(good);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "a jar");
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        QVERIFY(!QFile::exists(bad));
    }

    void theWorkerKeepsWhatItStores()
    {
        const QTemporaryDir folder;
        const QString backup = written(folder, u"backup"_s, "old jar");
        FakeFleetService fleet;
        QByteArray taken;
        fleet.when<FakeFleetService::PutArtifactQuestion>(
            [&](const domain::User &, const FakeFleetService::PutArtifactQuestion &put) -> Result<void> {
                QFile file(put.path);
                if (file.open(QIODevice::ReadOnly))
                    taken = file.readAll();
                file.remove();
                return {};
            });
        hostlink::LocalHostApi host(fleet, u"hetzner"_s);

        QVERIFY(answerOf(host.storeArtifact(sha256("old jar"), backup)));

        QCOMPARE(taken, "old jar");
        QVERIFY(QFile::exists(backup));
    }

    void aCopyThatTheStoreRefusesIsRemoved()
    {
        const QTemporaryDir folder;
        const QString backup = written(folder, u"backup"_s, "old jar");
        FakeFleetService fleet;
        hostlink::LocalHostApi host(fleet, u"hetzner"_s);

        QCOMPARE(answerOf(host.storeArtifact(sha256("old jar"), backup)).error().code, ErrorCode::NotFound);

        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"backup"_s});
    }
};

ARCHIVESMP_TEST(TestLocalHostApi)
#include "tst_localhostapi.moc"
