// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/keyresolver.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using expectations::PluginExpectations;
using expectations::Setting;
using Round = KeyResolver::Round;

namespace {

// A key that begins with "map:" was a map's name up to the blank: "map:config a.b" is {"config": {"a.b": …}}.
PluginExpectations plugin(const QByteArrayList &keys)
{
    PluginExpectations out{u"Warps"_s, domain::Platform::Unknown, {}};
    for (QByteArray key : keys) {
        Setting setting;
        if (key.startsWith("map:")) {
            key = key.mid(4);
            setting.mapKeyLength = static_cast<int>(key.indexOf('|'));
            key.replace('|', '.');
        }
        setting.key = key;
        setting.universal = Value::integer(1);
        out.settings.append(setting);
    }
    return out;
}

FilesByStem files(const QByteArrayList &names)
{
    FilesByStem out;
    for (const QByteArray &name : names)
        out.insert(name.first(name.lastIndexOf('.')), name);
    return out;
}

void vote(KeyResolver &resolver, Round round, const QByteArray &stem, const QByteArray &yaml)
{
    resolver.add(round, stem, resolver.votesOf(round, stem, yaml, config::Format::Yaml));
}

// The file and the way in it for each setting, "config.yml:a.b"; "" where unresolved.
QByteArrayList placesOf(const PluginExpectations &expected, const QList<FilesByStem> &fleet,
                        const QHash<QByteArray, QByteArrayList> &documents = {})
{
    KeyResolver resolver(expected, fleet);
    for (const Round round : {Round::Whole, Round::Rest}) {
        for (const QByteArray &stem : resolver.wantedStems(round)) {
            for (const QByteArray &yaml : documents.value(stem))
                vote(resolver, round, stem, yaml);
        }
    }
    QByteArrayList places(expected.settings.size());
    const PluginResolution resolution = resolver.resolve();
    for (const ResolvedFile &file : resolution.files) {
        for (const auto &entry : file.entries)
            places[entry.setting] = file.name + ':' + entry.dotted;
    }
    return places;
}

} // namespace

class TestKeyResolver final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // They come from a cache that may be of other expectations.
    void votesForGroupsThatAreNotThereCountForNothing()
    {
        const PluginExpectations expected = plugin({"a.x", "b.y"});
        for (const int group : {-1, 2, 3, 1'000'000'000}) {
            KeyResolver resolver(expected, {files({"a.yml", "b.yml"})});

            resolver.add(Round::Whole, "a", {{group, 5}});
            resolver.add(Round::Rest, "a", {{group, 5}});

            QCOMPARE(resolver.resolve().files.size(), size_t(2));
        }
    }

    // Two that are different must not be one key of what is remembered.
    void theBasisTellsMainCandidatesFromOtherStems()
    {
        const auto basis = [](const QByteArrayList &names) {
            return KeyResolver(plugin({"a.b"}), {files(names)}).basis();
        };
        QVERIFY(basis({"config.yml", "lang.yml"}).contains(QByteArray("\0\0", 2)));
        QCOMPARE(basis({"lang.yml", "config.yml"}), basis({"config.yml", "lang.yml"}));
        QVERIFY(basis({"config.yml", "lang.yml"}) != basis({"config.yml", "other.yml"}));
    }

    void aDottedPathIsInTheMainFile()
    {
        QCOMPARE(placesOf(plugin({"a.b", "c"}), {files({"config.yml", "lang.yml"})}),
                 (QByteArrayList{"config.yml:a.b", "config.yml:c"}));
    }

    void aPathWithSlashesBeginsWithAFile()
    {
        QCOMPARE(
            placesOf(plugin({"addons/Isles/config.world.sea-height", "phases/11500_the end.biome"}),
                     {files({"config.yml", "addons/Isles/config.yml", "phases/11500_the end.yml"})}),
            (QByteArrayList{"addons/Isles/config.yml:world.sea-height", "phases/11500_the end.yml:biome"}));
    }

    void theLongestStemWins()
    {
        QCOMPARE(placesOf(plugin({"addons/Boxed.config.a.b"}),
                          {files({"addons/Boxed.yml", "addons/Boxed.config.yml"})}),
                 QByteArrayList{"addons/Boxed.config.yml:a.b"});
    }

    void aMapNamesItsFile()
    {
        QCOMPARE(placesOf(plugin({"map:config|a.b", "map:flags|x"}), {files({"config.yml", "flags.yml"})}),
                 (QByteArrayList{"config.yml:a.b", "flags.yml:x"}));
    }

    void aMapCanBeASectionOfTheMainFileToo()
    {
        QCOMPARE(placesOf(plugin({"map:limits|a.b"}), {files({"config.yml"})},
                          {{"config", {"limits: {a: {b: 1}}"}}}),
                 QByteArrayList{"config.yml:limits.a.b"});
    }

    void stemsWithoutASlashAreFoundWhereThereIsNoMainFile()
    {
        const QHash<QByteArray, QByteArrayList> documents{{"rules", {"a: {b: 1}"}}, {"drops", {"COW: 1"}}};

        QCOMPARE(placesOf(plugin({"rules.a.b", "drops.COW"}), {files({"rules.yml", "drops.yml"})}, documents),
                 (QByteArrayList{"rules.yml:a.b", "drops.yml:COW"}));
    }

    void theMainFileWinsWhereTheMajorityHasThePathThere()
    {
        const auto expected = plugin({"rules.a"});
        const QList<FilesByStem> fleet(3, files({"config.yml", "rules.yml"}));

        QCOMPARE(placesOf(expected, fleet,
                          {{"config", {"rules: {a: 1}", "rules: {a: 2}", "x: 1"}}, {"rules", {"a: 1"}}}),
                 QByteArrayList{"config.yml:rules.a"});
        QCOMPARE(placesOf(expected, fleet, {{"config", {"rules: {a: 1}"}}, {"rules", {"a: 1", "a: 2"}}}),
                 QByteArrayList{"rules.yml:a"});
    }

    void aTieIsAmbiguousAndSaidOnce()
    {
        const auto expected = plugin({"rules.a"});
        KeyResolver resolver(expected, {files({"config.yml", "rules.yml"})});
        vote(resolver, Round::Whole, "config", "rules: {a: 1}");
        vote(resolver, Round::Rest, "rules", "a: 1");

        const PluginResolution resolution = resolver.resolve();

        QVERIFY(resolution.files.empty());
        QCOMPARE(resolution.unresolved.size(), 1);
        QCOMPARE(resolution.unresolved.first().plugin, u"Warps"_s);
        QCOMPARE(resolution.unresolved.first().settings, 1);
    }

    void theMainFileIsTheOneThatHoldsMostWhereNoneIsCalledConfig()
    {
        QCOMPARE(placesOf(plugin({"a", "b", "c"}), {files({"lang.yml", "settings.yml"})},
                          {{"lang", {"a: 1"}}, {"settings", {"a: 1\nb: 2"}}}),
                 (QByteArrayList{"settings.yml:a", "settings.yml:b", "settings.yml:c"}));
    }

    void whatNoInstanceHasIsUnresolvedOncePerPlugin()
    {
        const auto expected = plugin({"addons/x.a", "addons/x.b", "addons/y.c", "map:extra|k"});
        KeyResolver resolver(expected, {files({"config.yml"}), files({"config.yml"})});

        const PluginResolution resolution = resolver.resolve();

        QCOMPARE(resolution.unresolved.size(), 1);
        QCOMPARE(resolution.unresolved.first().settings, 4);
        QCOMPARE(resolution.unresolved.first().examples,
                 (QStringList{u"addons/x.a"_s, u"addons/y.c"_s, u"extra.k"_s}));
    }

    void asksOnlyWhereThereIsDoubt()
    {
        const auto clear = plugin({"a.b"});
        KeyResolver undoubted(clear, {files({"config.yml", "rules.yml"})});
        QCOMPARE(undoubted.wantedStems(Round::Whole), QByteArrayList());

        const auto expected = plugin({"rules.a", "drops.b", "map:config|c", "map:x/drops|d"});
        KeyResolver resolver(expected, {files({"config.yml", "rules.yml", "drops.yml", "x/drops.yml"})});
        QCOMPARE(resolver.wantedStems(Round::Whole), QByteArrayList{"config"});
        QCOMPARE(resolver.wantedStems(Round::Rest), QByteArrayList());
        vote(resolver, Round::Whole, "config", "rules: {a: 1}\nconfig: {c: 1}\nx/drops: {d: 1}\n");
        QCOMPARE(resolver.wantedStems(Round::Rest), (QByteArrayList{"config", "rules"}));
        QCOMPARE(resolver.votesOf(Round::Rest, "config", "c: 1\n", config::Format::Yaml).size(), 1);
    }

    void aDeletedKeyDoesNotMoveTheOthers()
    {
        // "rules.b" is in nobody's file any more, and still it belongs where its neighbours are.
        QCOMPARE(placesOf(plugin({"rules.a", "rules.b"}), {files({"config.yml", "rules.yml"})},
                          {{"rules", {"a: 1"}}}),
                 (QByteArrayList{"rules.yml:a", "rules.yml:b"}));
    }

    void namesTheFileAsMostInstancesHaveIt()
    {
        QCOMPARE(
            placesOf(plugin({"a"}), {files({"config.yaml"}), files({"config.yml"}), files({"config.yml"})}),
            QByteArrayList{"config.yml:a"});
    }
};

ARCHIVESMP_TEST(TestKeyResolver)
#include "tst_keyresolver.moc"
