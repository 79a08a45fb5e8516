// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/cli/ctlrunner.h"
#include "tests/common/protocol/messagesamples.h"
#include "tests/common/protocol/samples.h"
#include "tests/support/testregistry.h"

#include <QTest>

using namespace archivesmp;
using namespace archivesmp::protocol;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

namespace {
const QString id = u"0123456789abcdef0123456789abcdef"_s;
}

class TestJudgementCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { _ctl = std::make_unique<CtlRunner>(); }
    void cleanup() { _ctl.reset(); }

    void aFindingIsAcceptedWithScopeAndReason()
    {
        _ctl->host->fleet.when<AcceptFindings>(
            [](auto &&...) -> Result<FindingsAccepted> { return sampleFindingsAccepted(); });

        const Ended ended
            = _ctl->talk({u"accept"_s, id, u"--scope"_s, u"all"_s, u"--reason"_s, u"as it should be"_s});

        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.out.contains("1 accepted; the expectations are version 9"), ended.out.constData());
        QVERIFY(ended.out.contains("it is not a setting"));
        QCOMPARE(_ctl->host->fleet.asked<AcceptFindings>().value(0),
                 (AcceptFindings{{FindingId(id)}, domain::Layer::Universal, u"as it should be"_s}));
    }

    void withoutAReasonNothingIsAccepted()
    {
        const Ended ended = _ctl->talk({u"accept"_s, id, u"--scope"_s, u"instance"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("--reason"));
        QVERIFY(_ctl->host->fleet.asked<AcceptFindings>().isEmpty());
    }

    void whatIsRefusedIsAnError()
    {
        _ctl->host->fleet.when<AcceptFindings>([](auto &&...) -> Result<FindingsAccepted> {
            return FindingsAccepted{3, {}, {{FindingId(id), u"it is a collision"_s}}, {}};
        });

        const Ended ended = _ctl->talk({u"accept"_s, id, u"--scope"_s, u"instance"_s, u"--reason"_s, u"x"_s});

        QCOMPARE(ended.status, 1);
        QVERIFY(ended.err.contains("it is a collision"));
    }

    void aFindingIsIgnoredForATime()
    {
        _ctl->host->fleet.when<IgnoreFindings>(
            [](auto &&...) -> Result<RulesChanged> { return sampleRulesChanged(); });

        const Ended ended = _ctl->talk({u"ignore"_s, id, u"--scope"_s, u"server"_s, u"--reason"_s, u"noise"_s,
                                        u"--until"_s, u"2027-01-31"_s});

        QCOMPARE(ended.status, 0);
        const IgnoreFindings asked = _ctl->host->fleet.asked<IgnoreFindings>().value(0);
        QCOMPARE(asked.scope, domain::Layer::Server);
        QCOMPARE(asked.expiresAt, std::optional(QDateTime(QDate(2027, 1, 31), QTime(0, 0), Qt::UTC)));
        QCOMPARE(_ctl->talk({u"ignore"_s, id, u"--scope"_s, u"server"_s, u"--reason"_s, u"x"_s, u"--days"_s,
                             u"none"_s})
                     .status,
                 1);
    }

    void aTimeWithAZoneIsThatMoment()
    {
        _ctl->host->fleet.when<IgnoreFindings>(
            [](auto &&...) -> Result<RulesChanged> { return sampleRulesChanged(); });
        const QStringList ignore{u"ignore"_s, id, u"--scope"_s, u"all"_s, u"--reason"_s, u"noise"_s};
        const QStringList until{u"--until"_s, u"2027-01-31T12:00:00+02:00"_s};

        QCOMPARE(_ctl->talk(ignore + until).status, 0);

        QCOMPARE(_ctl->host->fleet.asked<IgnoreFindings>().value(0).expiresAt,
                 std::optional(QDateTime(QDate(2027, 1, 31), QTime(10, 0), Qt::UTC)));
        QCOMPARE(_ctl->talk(ignore + until + QStringList{u"--days"_s, u"3"_s}).status, 1);
    }

    void rulesAreListedAddedPreviewedAndRemoved()
    {
        auto &fleet = _ctl->host->fleet;
        fleet.when<ListRules>([](auto &&...) -> Result<RulePage> { return sampleRulePage(); });
        fleet.when<AddRule>([](auto &&...) -> Result<RulesChanged> { return sampleRulesChanged(); });
        fleet.when<PreviewRule>([](auto &&...) -> Result<RulePreview> { return sampleRulePreview(); });
        fleet.when<RemoveRule>([](auto &&...) -> Result<RulesChanged> { return sampleRulesChanged(); });
        const QStringList rule{u"--kind"_s,     u"severity"_s, u"--key"_s,    u"a.*"_s,
                               u"--severity"_s, u"info"_s,     u"--reason"_s, u"theirs"_s};

        QVERIFY(_ctl->talk({u"rules"_s}).out.contains("theirs to choose"));
        QCOMPARE(_ctl->talk(QStringList{u"rules"_s, u"add"_s} + rule).status, 0);
        QVERIFY(_ctl->talk(QStringList{u"rules"_s, u"preview"_s} + rule).out.contains("12 findings"));
        const auto preview = [this](const QString &kind) {
            return _ctl->talk({u"rules"_s, u"preview"_s, u"--kind"_s, kind, u"--key"_s, u"a.*"_s}).out;
        };
        QVERIFY(preview(u"ignore"_s).contains("it would hide 12 findings"));
        QVERIFY(preview(u"extra_keys"_s).contains("12 findings are in its scope"));
        QVERIFY(preview(u"unique"_s).contains("what collides is known when"));
        QCOMPARE(_ctl->talk({u"rules"_s, u"remove"_s, u"r1"_s}).status, 0);

        QCOMPARE(fleet.asked<AddRule>().value(0).rule.scope.key, u"a.*"_s);
        QCOMPARE(fleet.asked<AddRule>().value(0).rule.severity, domain::Severity::Info);
        QCOMPARE(fleet.asked<RemoveRule>().value(0).rule, RuleId(u"r1"_s));
        QCOMPARE(_ctl->talk({u"rules"_s, u"dance"_s}).status, 1);
    }

    void theHistoryIsShownAndTheNewestUndone()
    {
        auto &fleet = _ctl->host->fleet;
        fleet.when<ListVersions>([](auto &&...) -> Result<VersionPage> { return sampleVersionPage(); });
        fleet.when<UndoVersion>([](auto &&...) -> Result<VersionUndone> { return sampleVersionUndone(); });

        const Ended history = _ctl->talk({u"expectations"_s, u"history"_s});
        const Ended undone = _ctl->talk({u"expectations"_s, u"undo"_s, u"9"_s, u"--reason"_s, u"a slip"_s});

        QVERIFY2(history.out.contains("undoes 8: a slip"), history.out.constData());
        QVERIFY(undone.out.contains("version 10"));
        QCOMPARE(fleet.asked<UndoVersion>().value(0), (UndoVersion{9, u"a slip"_s}));
        QCOMPARE(_ctl->talk({u"expectations"_s, u"undo"_s, u"9"_s}).status, 1);
    }

    void anExportIsWrittenPartByPart()
    {
        _ctl->host->fleet.when<ExportExpectations>(
            [](auto &&, const ExportExpectations &ask) -> Result<ExportPart> {
                if (ask.file.isEmpty())
                    return ExportPart{4, {u"paper/universal_configs.json"_s}, {}, 0};
                return ask.offset == 0 ? ExportPart{4, {}, u"{\"a\""_s, 4} : ExportPart{4, {}, u": 1}"_s, 0};
            });

        const Ended ended = _ctl->talk({u"expectations"_s, u"export"_s, _ctl->path(u"out"_s)});

        QCOMPARE(ended.status, 0);
        QFile file(_ctl->path(u"out/paper/universal_configs.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{\"a\": 1}"));
    }

    void anExportStaysInItsFolder()
    {
        _ctl->host->fleet.when<ExportExpectations>([](auto &&...) -> Result<ExportPart> {
            return ExportPart{4, {u"../out.json"_s}, u"x"_s, 0};
        });

        const Ended ended = _ctl->talk({u"expectations"_s, u"export"_s, _ctl->path(u"in"_s)});

        QCOMPARE(ended.status, 1);
        QVERIFY(!QFile::exists(_ctl->path(u"out.json"_s)));
    }

    void oneFindingIsShownWithItsCauseAndLayers()
    {
        _ctl->host->fleet.when<GetFinding>(
            [](auto &&...) -> Result<FindingDetail> { return sampleFindingDetail(); });

        const Ended ended = _ctl->talk({u"finding"_s, id});

        QCOMPARE(ended.status, 0);
        QVERIFY2(ended.out.contains("the expectation was changed"), ended.out.constData());
        QVERIFY(ended.out.contains("not expected"));
        QVERIFY(ended.out.contains("gone for good"));
        const FindingDetail detail = sampleFindingDetail();
        const QString seen = u"last seen     "_s + detail.finding.lastSeen.toString(Qt::ISODate);
        QVERIFY2(ended.out.contains(seen.toUtf8()), ended.out.constData());
        QVERIFY(ended.out.contains("ELSEWHERE"));
        for (const ExpectedElsewhere &there : detail.story.elsewhere)
            QVERIFY(ended.out.contains(there.instance.toString().toUtf8()));
    }

    void hiddenFindingsAreListedWhenAskedFor()
    {
        _ctl->host->fleet.when<ListFindings>([](auto &&, const ListFindings &ask) -> Result<FindingPage> {
            domain::Finding finding = sampleFinding();
            finding.ignoredBy = RuleId(u"r1"_s);
            finding.provisional = true;
            return ask.ignored ? FindingPage{{finding}, 1, 0, 1} : FindingPage{{}, 0, 0, 1};
        });

        QVERIFY(_ctl->talk({u"drift"_s}).out.startsWith("no drift"));
        const Ended hidden = _ctl->talk({u"drift"_s, u"--ignored"_s});
        QVERIFY2(hidden.out.contains("provisional; ignored by r1"), hidden.out.constData());

        // What is listed can be looked at.
        _ctl->host->fleet.when<GetFinding>(
            [](auto &&...) -> Result<FindingDetail> { return sampleFindingDetail(); });
        QCOMPARE(_ctl->talk({u"finding"_s, id.first(8)}).status, 0);
    }

    void aliasesAreListed()
    {
        _ctl->host->fleet.when<ListAliases>(
            [](auto &&...) -> Result<AliasList> { return sampleAliasList(); });

        QVERIFY(_ctl->talk({u"aliases"_s}).out.contains("BIGG01"));
    }

private:
    std::unique_ptr<CtlRunner> _ctl;
};

ARCHIVESMP_TEST(TestJudgementCommands)
#include "tst_judgementcommands.moc"
