// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/plan.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

class TestPlan final : public QObject
{
    Q_OBJECT

    static Plan example()
    {
        Plan plan;
        plan.type = JobType::ConfigUpdate;
        plan.plugin = u"CoreProtect"_s;
        ConfigUpdatePayload payload;
        payload.file = u"plugins/CoreProtect/config.yml"_s;
        payload.fileSha256 = QByteArray(32, 'a');
        payload.changes = {
            {KeyPath::fromString(u"rollback-items"), SettingChange::Action::Set, Value::boolean(true), {}}};
        plan.targets = {{.instance = {u"ovh"_s, u"BENT01"_s}, .payload = payload}};
        return plan;
    }

private Q_SLOTS:
    void theIdIgnoresWhoAndWhen()
    {
        Plan later = example();
        later.createdBy = u"eve"_s;
        later.createdAt = QDateTime::currentDateTimeUtc();

        QCOMPARE(planId(later), planId(example()));
    }

    void theIdChangesWithWhatIsDone()
    {
        Plan other = example();
        std::get<ConfigUpdatePayload>(other.targets.first().payload).changes.first().value
            = Value::boolean(false);
        QVERIFY(!(planId(other) == planId(example())));

        other = example();
        std::get<ConfigUpdatePayload>(other.targets.first().payload).fileSha256 = QByteArray(32, 'b');
        QVERIFY(!(planId(other) == planId(example())));

        other = example();
        other.targets.first().restarts = true;
        QVERIFY(!(planId(other) == planId(example())));
    }

    void aBlockerNamesItsInstance()
    {
        Plan plan = example();
        QVERIFY(firstBlocker(plan).isEmpty());

        plan.targets.first().blocker = u"the file changed"_s;

        QCOMPARE(firstBlocker(plan), u"ovh/BENT01: the file changed"_s);
    }
};

ARCHIVESMP_TEST(TestPlan)
#include "tst_plan.moc"
