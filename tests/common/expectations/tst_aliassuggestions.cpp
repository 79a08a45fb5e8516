// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/expectations/aliassuggestions.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::expectations;
using namespace Qt::StringLiterals;

class TestAliasSuggestions final : public QObject
{
    Q_OBJECT

    // One plugin whose settings all name the instance with the given values.
    static QList<PluginExpectations> naming(const QString &instance, const QByteArrayList &values)
    {
        PluginExpectations plugin{u"Warps"_s, domain::Platform::Unknown, {}};
        for (const QByteArray &value : values) {
            Setting setting;
            setting.key = "key" + QByteArray::number(plugin.settings.size());
            setting.instances.insert(instance, Value::text(value));
            plugin.settings.append(setting);
        }
        return {plugin};
    }

private Q_SLOTS:
    void knownNamesAreNoQuestion()
    {
        QVERIFY(findUnknownInstances(naming(u"DEV01"_s, {"x"}), {u"DEV01"_s}).isEmpty());
    }

    void suggestsByNamesThatAreAlike() // B32
    {
        const auto unknown
            = findUnknownInstances(naming(u"BIG01"_s, {"x"}), {u"BIGG01"_s, u"BIGG02"_s, u"HUB01"_s});

        QCOMPARE(unknown.size(), 1);
        QCOMPARE(unknown.first().name, u"BIG01"_s);
        QCOMPARE(unknown.first().settings, 1);
        QCOMPARE(unknown.first().suggestions.size(), 1);
        QCOMPARE(unknown.first().suggestions.first().instance, u"BIGG01"_s);
    }

    void suggestsByTheNameThatTheValuesCarry()
    {
        const auto unknown = findUnknownInstances(
            naming(u"ROY01"_s, {"co_FORT01_", "FORT01_users", "TOWER01"}), {u"FORT01"_s, u"TOWER01"_s});

        QCOMPARE(unknown.first().suggestions.size(), 1);
        QCOMPARE(unknown.first().suggestions.first().instance, u"FORT01"_s);
        QCOMPARE(unknown.first().suggestions.first().evidence,
                 QStringList{u"2 of its values carry the name FORT01"_s});
    }

    void oneValueAloneIsNoEvidence()
    {
        const auto unknown = findUnknownInstances(naming(u"ROY01"_s, {"FORT01", "x"}), {u"FORT01"_s});

        QVERIFY(unknown.first().suggestions.isEmpty());
    }

    void putsTheBetterEvidenceFirst()
    {
        const auto unknown
            = findUnknownInstances(naming(u"MIN01"_s, {"MINI01_a", "MINI01_b"}), {u"MAIN01"_s, u"MINI01"_s});

        QCOMPARE(unknown.first().suggestions.size(), 2);
        QCOMPARE(unknown.first().suggestions.first().instance, u"MINI01"_s);
        QCOMPARE(unknown.first().suggestions.first().evidence.size(), 2);
    }

    void namesThatAreUsedThemselvesAreNoCandidates()
    {
        auto plugins = naming(u"BIG01"_s, {"x"});
        plugins.first().settings.first().instances.insert(u"BIGG01"_s, Value::text("y"));

        const auto unknown = findUnknownInstances(plugins, {u"BIGG01"_s});

        QCOMPARE(unknown.size(), 1);
        QVERIFY(unknown.first().suggestions.isEmpty());
    }

    void tellsOfNamesThatNobodyHas()
    {
        const auto unknown = findUnknownInstances(naming(u"HARD01"_s, {"HCRE01_a", "HCRE01_b"}), {u"HC01"_s});

        QCOMPARE(unknown.first().carried.value(u"HCRE01"_s), 2);
        QCOMPARE(unknown.first().suggestions.first().instance, u"HC01"_s);
    }
};

ARCHIVESMP_TEST(TestAliasSuggestions)
#include "tst_aliassuggestions.moc"
