// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/jobs/reportparts.h"

#include "common/protocol/hostjson.h"
#include "tests/support/testregistry.h"

#include <QJsonDocument>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::agent::jobs;
using namespace archivesmp::domain;
using namespace Qt::StringLiterals;
using protocol::ScanReportPart;

namespace {

constexpr qsizetype bodyLimit = qsizetype(4) * 1024 * 1024; // the host's, for a report

Finding finding(int number, const QByteArray &actual = "1")
{
    Finding one;
    one.instance = {u"ovh"_s, u"BENT01"_s};
    one.plugin = u"Essentials"_s;
    one.file = u"plugins/Essentials/config.yml"_s;
    one.key = KeyPath::fromString(QString(u"key"_s + QString::number(number)));
    one.actual = Value::text(actual);
    one.id = findingId(one);
    return one;
}

DriftReport reportWith(int findings, const QByteArray &actual = "1")
{
    DriftReport report;
    report.instance = {u"ovh"_s, u"BENT01"_s};
    report.expectationsHash = QByteArray(32, 'h');
    report.counts.files = 7;
    report.plugins = {{report.instance, u"Essentials"_s, u"2.20"_s, Platform::Paper, {}, {}, {}}};
    for (int i = 0; i < findings; ++i)
        report.findings.append(finding(i, actual));
    return report;
}

QList<ScanReportPart> cut(const DriftReport &report)
{
    return reportParts(JobId(u"job"_s), 7, report);
}

qsizetype largest(const QList<ScanReportPart> &parts)
{
    qsizetype bytes = 0;
    for (const ScanReportPart &part : parts)
        bytes = std::max(bytes, QJsonDocument(toJson(part)).toJson(QJsonDocument::Compact).size());
    return bytes;
}

template <typename T>
QList<T> together(const QList<ScanReportPart> &parts, QList<T> DriftReport::*place)
{
    QList<T> all;
    for (const ScanReportPart &part : parts)
        all += part.report.*place;
    return all;
}

} // namespace

class TestReportParts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReportWithoutFindingsIsOnePart()
    {
        const DriftReport report = reportWith(0);

        QCOMPARE(cut(report), (QList{ScanReportPart{JobId(u"job"_s), 7, 0, true, report}}));
    }

    void theFindingsKeepTheirOrder()
    {
        const DriftReport report = reportWith(4500);

        const auto parts = cut(report);

        QCOMPARE(parts.size(), 3);
        QCOMPARE(parts.first().report.findings.size(), 2000);
        QCOMPARE(together(parts, &DriftReport::findings), report.findings);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(parts.at(i).part, i);
            QCOMPARE(parts.at(i).last, i == 2);
            QCOMPARE(parts.at(i).report.plugins.size(), i == 0 ? 1 : 0);
            QCOMPARE(parts.at(i).report.counts.files, i == 0 ? 7 : 0);
            QCOMPARE(parts.at(i).report.expectationsHash, report.expectationsHash);
        }
    }

    void aWholePartIsTheLast()
    {
        QCOMPARE(cut(reportWith(2000)).size(), 1);
        QCOMPARE(cut(reportWith(4000)).size(), 2);
        QVERIFY(cut(reportWith(4000)).last().last);
    }

    void noPartIsLargerThanTheHostTakes_data()
    {
        QTest::addColumn<QByteArray>("actual");
        QTest::newRow("long texts") << QByteArray(9000, 'x');
        QTest::newRow("escaped to six bytes each") << QByteArray(3000, '\1');
        QTest::newRow("beyond ASCII") << QByteArray("\xe2\x82\xac").repeated(3000);
    }
    void noPartIsLargerThanTheHostTakes()
    {
        QFETCH(QByteArray, actual);
        DriftReport report = reportWith(2000, actual);
        report.findings.first().fix = FixPreview{QByteArray(32, 'f'), QString(100'000, u'\n'), {}};
        report.findings.last().expected
            = Value::list({Value::map({{actual, Value::text(actual)}}), Value::text(actual)});

        const auto parts = cut(report);

        QVERIFY(parts.size() > 1);
        QVERIFY(largest(parts) < bodyLimit);
        QCOMPARE(together(parts, &DriftReport::findings), report.findings);
    }

    void whatIsTooLargeForAnyPartStandsAlone()
    {
        DriftReport report = reportWith(2);
        report.findings.insert(1, finding(3, QByteArray(1024 * 1024, 'x')));

        const auto parts = cut(report);

        QCOMPARE(parts.size(), 3);
        QCOMPARE(parts.at(1).report.findings, QList{report.findings.at(1)});
        QVERIFY(largest(parts) < bodyLimit);
    }

    void manyObservationsAreSpreadToo()
    {
        DriftReport report = reportWith(3);
        for (int i = 0; i < 20'000; ++i) {
            report.observations.append({RuleId(u"agree"_s), u"Essentials"_s, u"config.yml"_s,
                                        KeyPath::fromString(QString(u"key"_s + QString::number(i))),
                                        Value::integer(i)});
            report.unresolved.append({u"Essentials"_s, u"no such file"_s, i, {u"some.key"_s}});
        }

        const auto parts = cut(report);

        QVERIFY(largest(parts) < bodyLimit);
        QCOMPARE(together(parts, &DriftReport::observations), report.observations);
        QCOMPARE(together(parts, &DriftReport::unresolved), report.unresolved);
        QCOMPARE(together(parts, &DriftReport::findings), report.findings);
    }
};

ARCHIVESMP_TEST(TestReportParts)
#include "tst_reportparts.moc"
