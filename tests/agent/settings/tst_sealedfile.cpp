// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/settings/sealedfile.h"

#include "tests/support/sandbox.h"
#include "tests/support/testregistry.h"

#include <QFileInfo>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::settings;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype piece = 64 * 1024;
constexpr qsizetype header = 8 + 1 + 4 + 32;
constexpr qsizetype overhead = 1 + 4 + 16; // of one piece

} // namespace

class TestSealedFile final : public QObject
{
    Q_OBJECT

    tests::Sandbox _sandbox;
    Secret _key{QByteArray(32, 'k')};

    [[nodiscard]] QByteArray sealed(const QByteArray &plain)
    {
        _sandbox.write(u"plain"_s, plain);
        QFile::remove(_sandbox.path(u"sealed"_s));
        if (!sealFile(_key, _sandbox.path(u"plain"_s), _sandbox.path(u"sealed"_s)))
            qFatal("cannot seal");
        return _sandbox.read(u"sealed"_s);
    }
    // What opening these bytes gives; nothing may be left of a file that is refused.
    [[nodiscard]] Result<QByteArray> opened(const QByteArray &bytes)
    {
        _sandbox.write(u"stored"_s, bytes);
        QFile::remove(_sandbox.path(u"opened"_s));
        const auto done = openSealedFile(_key, _sandbox.path(u"stored"_s), _sandbox.path(u"opened"_s));
        if (!done && _sandbox.has(u"opened"_s))
            qFatal("something is left of a refused file");
        return done ? Result<QByteArray>(_sandbox.read(u"opened"_s)) : done.error();
    }
    [[nodiscard]] static QByteArray patterned(qsizetype size)
    {
        QByteArray bytes(size, Qt::Uninitialized);
        for (qsizetype i = 0; i < size; ++i)
            bytes[i] = static_cast<char>(i * 31 + i / piece);
        return bytes;
    }

private Q_SLOTS:
    void comesBackAsItWas_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {qsizetype(0), qsizetype(1), piece - 1, piece, piece + 1, 3 * piece + 7})
            QTest::addRow("%lld bytes", static_cast<long long>(size)) << size;
    }
    void comesBackAsItWas()
    {
        QFETCH(qsizetype, size);
        const QByteArray plain = patterned(size);

        const Result<QByteArray> back = opened(sealed(plain));

        QVERIFY2(back.has_value(), qPrintable(back ? QString() : describe(back.error())));
        QCOMPARE(*back, plain);
    }

    void showsNothingOfItsContentAndIsItsOwnersAlone()
    {
        const QByteArray once = sealed("password: canary-1 and again canary-1");
        const QByteArray twice = sealed("password: canary-1 and again canary-1");

        QVERIFY(!once.contains("canary"));
        QVERIFY(once != twice); // a salt of its own
        QCOMPARE(QFileInfo(_sandbox.path(u"sealed"_s)).permissions()
                     & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
                 QFile::Permissions());
    }

    void aFlippedBitAnywhereIsNoticed()
    {
        const QByteArray good = sealed(patterned(2 * piece + 100));
        QList<qsizetype> places;
        for (qsizetype i = 0; i < header + 5; ++i) // the header and the first piece's lead, byte by byte
            places.append(i);
        for (qsizetype start = header; start < good.size(); start += piece + overhead) {
            const qsizetype end = std::min(start + piece + overhead, good.size());
            places << start << start + 1 << start + 4 << start + 5 << (start + end) / 2;
            for (qsizetype i = end - 17; i < end; ++i) // the last byte and the tag
                places.append(i);
        }

        for (const qsizetype place : std::as_const(places)) {
            for (const int bit : {0, 7}) {
                QByteArray bad = good;
                bad[place] = static_cast<char>(bad.at(place) ^ (1 << bit));
                QVERIFY2(!opened(bad).has_value(), qPrintable(QString::number(place)));
            }
        }
    }

    void aCutFileIsNoticed()
    {
        const QByteArray good = sealed(patterned(3 * piece));

        for (const qsizetype kept :
             {qsizetype(0), qsizetype(7), header - 1, header, header + 1, header + 5, header + piece,
              header + piece + overhead,       // after the first whole piece
              header + 2 * (piece + overhead), // … and the second
              good.size() - 1})
            QVERIFY2(!opened(good.first(kept)).has_value(), qPrintable(QString::number(kept)));
        QCOMPARE(opened(good.first(header + piece + overhead)).error().code, ErrorCode::Corrupt);
    }

    void piecesCannotBeSwappedDoubledOrDropped()
    {
        const QByteArray good = sealed(patterned(4 * piece));
        const QByteArray head = good.first(header);
        const auto at
            = [&good](int i) { return good.sliced(header + i * (piece + overhead), piece + overhead); };

        QVERIFY(opened(head + at(0) + at(1) + at(2) + at(3)).has_value());
        QVERIFY(!opened(head + at(1) + at(0) + at(2) + at(3)).has_value());
        QVERIFY(!opened(head + at(0) + at(0) + at(1) + at(2) + at(3)).has_value());
        QVERIFY(!opened(head + at(0) + at(2) + at(3)).has_value());
        QVERIFY(!opened(head + at(0) + at(3)).has_value());
        QVERIFY(!opened(good + at(3)).has_value());
        QVERIFY(!opened(good + "x").has_value());
    }

    void aPieceThatIsCalledTheLastOneIsNoticed()
    {
        QByteArray cut = sealed(patterned(2 * piece)).first(header + piece + overhead);
        cut[header] = 1;

        QCOMPARE(opened(cut).error().code, ErrorCode::Corrupt);
    }

    void piecesOfAnotherFileDoNotFit()
    {
        const QByteArray one = sealed(patterned(2 * piece));
        const QByteArray other = sealed(patterned(2 * piece));

        QVERIFY(!opened(one.first(header) + other.sliced(header)).has_value());
        QVERIFY(!opened(one.first(header + piece + overhead) + other.sliced(header + piece + overhead))
                     .has_value());
    }

    void anotherKeyIsNamedAndRefused()
    {
        const QByteArray good = sealed("text");
        _key = Secret(QByteArray(32, 'o'));
        const Result<QByteArray> back = opened(good);
        _key = Secret(QByteArray(32, 'k'));

        QCOMPARE(back.error().code, ErrorCode::PermissionDenied);
        QVERIFY(describe(back.error()).contains(u"sealed with the key"_s));
    }

    void anotherKeyThatClaimsTheSameIdIsNoticed()
    {
        const QByteArray good = sealed("text");
        _key = Secret(QByteArray(32, 'o'));
        const QByteArray theirs = sealed("text");
        const Result<QByteArray> back = opened(theirs.first(13) + good.sliced(13));
        _key = Secret(QByteArray(32, 'k'));

        QCOMPARE(back.error().code, ErrorCode::Corrupt);
    }

    void whatIsNoSealedFileIsSaidToBeNone()
    {
        QCOMPARE(opened("manifest.json and so on, a tar of before").error().code,
                 ErrorCode::UnsupportedFormat);
        QByteArray newer = sealed("text");
        newer[8] = 2;
        QCOMPARE(opened(newer).error().code, ErrorCode::UnsupportedFormat);
    }

    void aKeyOfAnotherLengthAndAFileInTheWayAreRefused()
    {
        _sandbox.write(u"plain"_s, "text");
        _sandbox.write(u"there"_s, "mine");

        QCOMPARE(sealFile(Secret(QByteArray(16, 'k')), _sandbox.path(u"plain"_s), _sandbox.path(u"new"_s))
                     .error()
                     .code,
                 ErrorCode::InvalidArgument);
        QVERIFY(!_sandbox.has(u"new"_s));
        QVERIFY(!sealFile(_key, _sandbox.path(u"plain"_s), _sandbox.path(u"there"_s)).has_value());
        QCOMPARE(_sandbox.read(u"there"_s), QByteArray("mine"));
        QCOMPARE(sealFile(_key, _sandbox.path(u"none"_s), _sandbox.path(u"new"_s)).error().code,
                 ErrorCode::NotFound);
    }
};

ARCHIVESMP_TEST(TestSealedFile)
#include "tst_sealedfile.moc"
