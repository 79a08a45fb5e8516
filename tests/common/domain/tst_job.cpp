// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/job.h"

#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp::domain;
using namespace Qt::StringLiterals;

class TestJob final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theColumnHasTheSeedsWords()
    {
        QCOMPARE(nameOf(JobType::PluginDeploy), u"plugin_deploy"_s);
        QCOMPARE(columnName(JobType::PluginDeploy), u"deploy"_s);
        QCOMPARE(columnName(JobType::ConfigUpdate), u"config_update"_s);
    }

    void everyNameReadsBack()
    {
        for (int i = 0; i <= static_cast<int>(JobType::InstancePower); ++i) {
            const auto type = static_cast<JobType>(i);
            QVERIFY(!nameOf(type).isEmpty());
            QCOMPARE(jobTypeFromName(nameOf(type)), std::optional(type));
            QCOMPARE(jobTypeFromColumn(columnName(type)), std::optional(type));
        }
        for (int i = 0; i <= static_cast<int>(JobStatus::RolledBack); ++i) {
            const auto status = static_cast<JobStatus>(i);
            QVERIFY(!nameOf(status).isEmpty());
            QCOMPARE(jobStatusFromName(nameOf(status)), std::optional(status));
        }
        for (const PowerAction action : {PowerAction::Start, PowerAction::Stop, PowerAction::Restart})
            QCOMPARE(powerActionFromName(nameOf(action)), std::optional(action));
        QVERIFY(!jobTypeFromName(u"format_disk").has_value());
    }

    void fourStatesAreFinal()
    {
        QVERIFY(isFinal(JobStatus::Completed));
        QVERIFY(isFinal(JobStatus::Failed));
        QVERIFY(isFinal(JobStatus::Cancelled));
        QVERIFY(isFinal(JobStatus::RolledBack));
        QVERIFY(!isFinal(JobStatus::Pending));
        QVERIFY(!isFinal(JobStatus::AwaitingApproval));
        QVERIFY(!isFinal(JobStatus::InProgress));
        QVERIFY(!isFinal(JobStatus::Retrying));
    }
};

ARCHIVESMP_TEST(TestJob)
#include "tst_job.moc"
