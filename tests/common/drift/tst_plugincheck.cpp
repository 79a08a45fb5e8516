// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/plugincheck.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::drift;
using namespace Qt::StringLiterals;
using domain::FindingKind;
using domain::InstalledPlugin;
using expectations::ExpectationSet;
using expectations::Presence;

namespace {

const domain::InstanceRef dev{u"hetzner"_s, u"DEV01"_s};

ExpectationSet setWith(Presence presence, bool accepted = true)
{
    ExpectationSet::Contents contents;
    contents.matrix = {{u"DEV01"_s}, {{u"Warps"_s, {}, false, {}, {presence}}}};
    contents.matrixAccepted = accepted;
    contents.aliases.plugins.insert(u"warps-folder"_s, u"Warps"_s);
    return ExpectationSet(contents);
}

ExpectationSet setWithVersion(Presence presence, const QString &version, bool accepted = true)
{
    ExpectationSet::Contents contents;
    contents.matrix = {{u"DEV01"_s}, {{u"Warps"_s, {}, false, {}, {presence}, version, {}}}};
    contents.matrixAccepted = accepted;
    contents.aliases.plugins.insert(u"warps-folder"_s, u"Warps"_s);
    return ExpectationSet(contents);
}

InstalledPlugin jar(const QString &name, const QString &file)
{
    InstalledPlugin plugin;
    plugin.name = name;
    plugin.jarFile = file;
    return plugin;
}

QList<FindingKind> kinds(const ExpectationSet &set, const QList<InstalledPlugin> &installed)
{
    QList<FindingKind> out;
    for (const domain::Finding &finding : checkPlugins(set, PluginNames(set), dev, installed, {}))
        out.append(finding.kind);
    return out;
}

} // namespace

class TestPluginCheck final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRequiredPluginThatIsNotThereIsMissing()
    {
        QCOMPARE(kinds(setWith(Presence::Required), {}), QList<FindingKind>{FindingKind::MissingPlugin});
        QVERIFY(kinds(setWith(Presence::Required), {jar(u"Warps"_s, u"plugins/w.jar"_s)}).isEmpty());
    }

    void aForbiddenPluginIsUnexpected()
    {
        QCOMPARE(kinds(setWith(Presence::Forbidden), {jar(u"Warps"_s, u"plugins/w.jar"_s)}),
                 QList<FindingKind>{FindingKind::UnexpectedPlugin});
    }

    void aFolderAloneIsNotLoaded()
    {
        InstalledPlugin folder;
        folder.name = u"Warps"_s;
        folder.folder = u"plugins/Warps"_s;

        QVERIFY(kinds(setWith(Presence::Forbidden), {folder}).isEmpty());
    }

    void allowedAndUndecidedAreNoFindings()
    {
        for (const Presence presence : {Presence::Allowed, Presence::Undecided}) {
            QVERIFY(kinds(setWith(presence), {}).isEmpty());
            QVERIFY(kinds(setWith(presence), {jar(u"Warps"_s, u"plugins/w.jar"_s)}).isEmpty());
        }
    }

    void aMatrixThatIsNotAcceptedDecidesNothing()
    {
        QVERIFY(kinds(setWith(Presence::Required, false), {}).isEmpty());
    }

    void anotherVersionThanStatedIsWrong()
    {
        for (const bool accepted : {true, false}) {
            const ExpectationSet set = setWithVersion(Presence::Allowed, u"1.2"_s, accepted);
            InstalledPlugin warps = jar(u"warps-folder"_s, u"plugins/w-1.3.jar"_s);
            warps.version = u"1.3"_s;

            const auto findings = checkPlugins(set, PluginNames(set), dev, {warps}, {});
            warps.jarFile = u"plugins/w.jar"_s;
            const auto renamed = checkPlugins(set, PluginNames(set), dev, {warps}, {});
            warps.version = u"1.2"_s;

            QCOMPARE(findings.size(), 1);
            QCOMPARE(findings.first().kind, FindingKind::WrongVersion);
            QCOMPARE(findings.first().plugin, u"Warps"_s);
            QCOMPARE(findings.first().expected, domain::ShownValue(Value::text("1.2")));
            QCOMPARE(findings.first().actual, domain::ShownValue(Value::text("1.3")));
            QCOMPARE(findings.first().message, u"plugins/w-1.3.jar"_s);
            QCOMPARE(renamed.first().id, findings.first().id);
            QVERIFY(kinds(set, {warps}).isEmpty());
        }
    }

    void aVersionIsStatedForInstancesThatTheMatrixDoesNotKnow()
    {
        const ExpectationSet set = setWithVersion(Presence::Allowed, u"1.2"_s);
        InstalledPlugin warps = jar(u"Warps"_s, u"plugins/w.jar"_s);
        warps.version = u"1.3"_s;

        QCOMPARE(checkPlugins(set, PluginNames(set), {u"ovh"_s, u"NEW01"_s}, {warps}, {}).size(), 1);
    }

    void aVersionIsNoQuestionWhereThePluginMustNotBeOrIsNot()
    {
        InstalledPlugin warps = jar(u"Warps"_s, u"plugins/w.jar"_s);
        warps.version = u"1.3"_s;
        InstalledPlugin folder;
        folder.name = u"Warps"_s;
        folder.folder = u"plugins/Warps"_s;

        QCOMPARE(kinds(setWithVersion(Presence::Forbidden, u"1.2"_s), {warps}),
                 QList<FindingKind>{FindingKind::UnexpectedPlugin});
        QVERIFY(kinds(setWithVersion(Presence::Allowed, u"1.2"_s), {}).isEmpty());
        QVERIFY(kinds(setWithVersion(Presence::Allowed, u"1.2"_s), {folder}).isEmpty());
    }

    void aJarWithoutAVersionIsNotTheOneStated()
    {
        const ExpectationSet set = setWithVersion(Presence::Required, u"1.*"_s);

        const auto findings
            = checkPlugins(set, PluginNames(set), dev, {jar(u"Warps"_s, u"plugins/w.jar"_s)}, {});

        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().message, u"plugins/w.jar names no version"_s);
        QVERIFY(domain::isAbsent(findings.first().actual));
    }

    void twoJarsOfOnePluginAreADuplicate() // B49
    {
        const auto set = setWith(Presence::Allowed);
        const auto findings = checkPlugins(
            set, PluginNames(set), dev,
            {jar(u"Warps"_s, u"plugins/warps-1.jar"_s), jar(u"warps"_s, u"plugins/Warps-2.jar"_s)}, {});

        QCOMPARE(findings.size(), 1);
        QCOMPARE(findings.first().kind, FindingKind::DuplicatePlugin);
        QVERIFY(findings.first().message.contains(u"plugins/warps-1.jar, plugins/Warps-2.jar"_s));
        QCOMPARE(findings.first().plugin, u"Warps"_s);
    }

    void knowsPluginsByAliasAndInOtherCase()
    {
        const auto set = setWith(Presence::Required);
        const PluginNames names(set);
        InstalledPlugin folder = jar(u"Something"_s, {});
        folder.folder = u"plugins/warps-folder"_s;

        QCOMPARE(names.nameOf(folder), u"Warps"_s);
        QCOMPARE(names.nameOf(jar(u"WARPS"_s, {})), u"Warps"_s);
        QCOMPARE(names.nameOf(jar(u"Other"_s, {})), u"Other"_s);
    }
};

ARCHIVESMP_TEST(TestPluginCheck)
#include "tst_plugincheck.moc"
