// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/toml/tomlsections.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::config;

class TestTomlSections final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoPatchesBecomeOneWhereTheyDoNotOverlap()
    {
        const QByteArray source("0123456789");
        const auto joinedAs = [&](const Patch &one, const Patch &other) {
            const QList<Patch> patches = joined(source, one, other);
            return patches.isEmpty() ? Patch{-1, -1, {}} : patches.first();
        };

        for (const auto &[end, between] : {std::pair(2, "23"), std::pair(4, "")}) {
            const Patch first{1, end, "a"};
            const Patch second{4, 6, "b"};
            for (const Patch &patch : {joinedAs(first, second), joinedAs(second, first)}) {
                QCOMPARE(patch.begin, 1);
                QCOMPARE(patch.end, 6);
                QCOMPARE(patch.text, QByteArray("a") + between + "b");
            }
        }
        QCOMPARE(joinedAs({1, 5, "a"}, {4, 6, "b"}).begin, -1);
    }
};

ARCHIVESMP_TEST(TestTomlSections)
#include "tst_tomlsections.moc"
