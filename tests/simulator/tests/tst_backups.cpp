// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulator/backups.h"

#include "tests/simulator/tests/instancefixture.h"
#include "tests/support/testregistry.h"

#include <QJsonArray>
#include <QTest>

using namespace archivesmp::ampsim;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestBackups final : public QObject
{
    Q_OBJECT

    struct Fixture
    {
        explicit Fixture(Profile profile = Profile::Amp28)
        {
            running.options.profile = profile;
            running.options.backupTime = std::chrono::milliseconds(20);
        }

        [[nodiscard]] QJsonArray listed() const { return backups.list().value.toArray(); }
        [[nodiscard]] QString firstId() const { return listed().first().toObject().value(u"Id").toString(); }
        bool write(const QByteArray &text)
        {
            QFile file(running.plugins() + u"config.yml"_s);
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        }
        [[nodiscard]] QByteArray read() const
        {
            QFile file(running.plugins() + u"config.yml"_s);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
        }

        InstanceFixture running;
        Dialect dialect{running.options};
        FileStore files{running.instance->minecraftFolder(), dialect};
        Backups backups{*running.instance, files, running.options, dialect};
    };

    static Backup titled(const QString &title)
    {
        Backup wanted;
        wanted.title = title;
        wanted.takenBy = u"admin"_s;
        return wanted;
    }

private Q_SLOTS:
    void appearsLaterThanItIsAccepted()
    {
        Fixture fixture;
        QVERIFY(fixture.write("limit: 1\n"));

        QVERIFY(isAccepted(fixture.backups.take(titled(u"before"_s))));

        QCOMPARE(fixture.listed().size(), 0);
        QTRY_COMPARE(fixture.listed().size(), 1);
        const QJsonObject manifest = fixture.listed().first().toObject();
        QCOMPARE(manifest.value(u"Name").toString(), u"before"_s);
        QCOMPARE(manifest.value(u"TotalSizeBytes").toInt(), 9);
        QVERIFY(manifest.contains(u"CompressedSizeBytes"));
        QCOMPARE(fixture.running.instance->tasks().all().first().state, TaskState::Finished);
        QVERIFY(!isAccepted(fixture.backups.take(titled(QString()))));
    }

    void hasTheTwelveOldMembersBefore28()
    {
        Fixture fixture(Profile::Amp26);
        QVERIFY(fixture.write("limit: 1\n"));
        QVERIFY(isAccepted(fixture.backups.take(titled(u"old"_s))));

        QTRY_COMPARE(fixture.listed().size(), 1);
        QCOMPARE(fixture.listed().first().toObject().keys().size(), 12);
    }

    void restoresOnlyWhileStopped()
    {
        Fixture fixture;
        QVERIFY(fixture.write("limit: 1\n"));
        QVERIFY(isAccepted(fixture.backups.take(titled(u"before"_s))));
        QTRY_COMPARE(fixture.listed().size(), 1);
        QVERIFY(fixture.write("limit: 2\n"));

        QVERIFY(!isAccepted(fixture.backups.restore(fixture.firstId(), Backups::Existing::Keep)));
        fixture.running.instance->kill();
        QVERIFY(isAccepted(fixture.backups.restore(fixture.firstId(), Backups::Existing::Keep)));

        QCOMPARE(fixture.read(), "limit: 1\n");
        QVERIFY(!isAccepted(fixture.backups.restore(u"unknown"_s, Backups::Existing::Keep)));
    }

    void canDeleteWhatIsThereFirst()
    {
        Fixture fixture;
        QVERIFY(fixture.write("limit: 1\n"));
        QVERIFY(isAccepted(fixture.backups.take(titled(u"before"_s))));
        QTRY_COMPARE(fixture.listed().size(), 1);
        const QString later = fixture.running.plugins() + u"later.yml"_s;
        QFile file(later);
        QVERIFY(file.open(QIODevice::WriteOnly));
        fixture.running.instance->kill();

        QVERIFY(isAccepted(fixture.backups.restore(fixture.firstId(), Backups::Existing::Keep)));
        QVERIFY(QFile::exists(later));
        QVERIFY(isAccepted(fixture.backups.restore(fixture.firstId(), Backups::Existing::Delete)));

        QVERIFY(!QFile::exists(later));
        QCOMPARE(fixture.read(), "limit: 1\n");
    }

    void dropsSilentlyWhatIsTooLarge()
    {
        Fixture fixture;
        QVERIFY(fixture.running.instance->faults().set(u"backup-dropped"_s));

        QVERIFY(isAccepted(fixture.backups.take(titled(u"gone"_s))));

        QTRY_COMPARE(fixture.running.instance->tasks().all().first().state, TaskState::Finished);
        QCOMPARE(fixture.listed().size(), 0);
    }

    void keepsAndRemoves()
    {
        Fixture fixture;
        QVERIFY(fixture.write("limit: 1\n"));
        QVERIFY(isAccepted(fixture.backups.take(titled(u"one"_s))));
        QTRY_COMPARE(fixture.listed().size(), 1);
        const QString id = fixture.firstId();

        QVERIFY(fixture.backups.setSticky(id, true));
        QVERIFY(fixture.listed().first().toObject().value(u"Sticky").toBool());
        QVERIFY(fixture.backups.remove(id));
        QVERIFY(!fixture.backups.remove(id));
        QVERIFY(!fixture.backups.setSticky(id, true));

        QCOMPARE(fixture.listed().size(), 0);
    }
};

ARCHIVESMP_TEST(TestBackups)
#include "tst_backups.moc"
