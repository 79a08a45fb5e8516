// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connections/connectdialog.h"
#include "app/deployments/plandialog.h"
#include "app/drift/driftview.h"
#include "app/drift/findingdetail.h"
#include "app/drift/findingtablemodel.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreemodel.h"
#include "app/jobs/jobsview.h"
#include "app/shell/mainwindow.h"
#include "app/widgets/diffview.h"
#include "tests/integration/canaries.h"
#include "tests/integration/democonsole.h"
#include "tests/integration/windowtexts.h"
#include "tests/support/testregistry.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTableView>
#include <QTest>

using namespace archivesmp;
using namespace archivesmp::app;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using shell::MainWindow;

// A password in a plugin's file is not the expected one. The window shows that, plans and does the fix, and
// no text of it ever holds either of the two.
class TestWindowSecrets final : public DemoConsole
{
    Q_OBJECT

    std::unique_ptr<Canaries> _canaries;
    DriftedSecret _secret;
    FindingId _finding;
    bool _failed = false;

    [[nodiscard]] QStringList secretsIn(QWidget &shown) const
    {
        QStringList found;
        for (const QString &text : textsOf(shown))
            found += _canaries->foundIn(text, u"\"%1\""_s.arg(text.left(200)));
        return found;
    }

    // Of the window with each of its pages shown.
    [[nodiscard]] QStringList secretsInWindow()
    {
        QStringList found;
        for (const MainWindow::Tab tab :
             {MainWindow::Tab::Matrix, MainWindow::Tab::Jobs, MainWindow::Tab::Rules,
              MainWindow::Tab::History, MainWindow::Tab::Drift}) {
            _window->showTab(tab);
            QCoreApplication::processEvents();
            found += secretsIn(*_window);
        }
        return found;
    }

    // How the value came to be, which the host tells after a while.
    [[nodiscard]] bool hasStory() const
    {
        const QList<QLabel *> labels = _window->driftView().detail().findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->accessibleName() == "How it came to this"_L1 && !label->text().isEmpty();
        });
    }

public:
    TestWindowSecrets()
        : DemoConsole({})
    { }

private Q_SLOTS:
    void initTestCase()
    {
        open();
        _canaries = std::make_unique<Canaries>(_demo);
        _secret = plantInPluginFile(_demo, u"ovh"_s, "canary-drifted");
        QVERIFY(!_secret.file.isEmpty());
        _canaries->add(_secret.actual);
        const CommandOutcome import
            = _demo.ctl({u"import"_s, u"--expectations"_s, _demo.path(u"expectations"_s)});
        QVERIFY2(import.status == 0, import.error.constData());
    }
    void cleanupTestCase() { close(); }

    // Each step goes on from where the one before ended.
    void init()
    {
        if (_failed)
            QSKIP("a step before this one failed");
        activate();
    }
    void cleanup() { _failed = _failed || QTest::currentTestFailed(); }

    void theKeyIsTypedUnseen()
    {
        typeConnection();
        auto *connectDialog = dialog<connections::ConnectDialog>();
        QVERIFY(connectDialog != nullptr);
        QVERIFY(textsOf(*connectDialog).contains(_demo.pin()));
        QCOMPARE(secretsIn(*connectDialog).join(u'\n'), QString());

        QTest::keyClick(connectDialog, Qt::Key_Return);

        QTRY_COMPARE_WITH_TIMEOUT(_window->fleetPanel().model().shownInstances(), 8, patience);
        _settings->sync();
        QCOMPARE(_canaries->foundIn(contentOf(_settings->fileName()), u"the settings"_s).join(u'\n'),
                 QString());
    }

    void theScanShowsThatASecretDiffers()
    {
        QTest::keyClick(_window.get(), Qt::Key_F5);
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, patience);
        _finding = FindingId(findingOf(_demo, _secret)[u"id"].toString());
        QTRY_VERIFY_WITH_TIMEOUT(findings().rowOf(_finding) >= 0, patience);

        QCOMPARE(secretsInWindow().join(u'\n'), QString());
    }

    void theOpenFindingHidesBoth()
    {
        clickRow(_window->driftView().table(), findings().rowOf(_finding));
        const QList<widgets::DiffView *> panes
            = _window->driftView().detail().findChildren<widgets::DiffView *>();
        QCOMPARE(panes.size(), 2);
        QTRY_VERIFY(panes.at(1)->plainText().contains(u"password"));
        QTRY_VERIFY_WITH_TIMEOUT(hasStory(), patience);

        QCOMPARE(secretsInWindow().join(u'\n'), QString());
    }

    void thePlanHidesBoth()
    {
        press(&_window->driftView().detail(), u"Fix this finding"_s);
        QTRY_VERIFY_WITH_TIMEOUT(dialog<deployments::PlanDialog>() != nullptr, patience);
        auto *plan = dialog<deployments::PlanDialog>();
        const QSet<QString> texts = textsOf(*plan);
        QVERIFY(std::any_of(texts.begin(), texts.end(),
                            [](const QString &text) { return text.contains(u"password"); }));

        QCOMPARE(secretsIn(*plan).join(u'\n'), QString());

        press(plan, plan->plan().title);
        QTRY_VERIFY_WITH_TIMEOUT(newestJob().type == domain::JobType::ConfigUpdate, patience);
        QTRY_VERIFY2_WITH_TIMEOUT(newestJob().status == domain::JobStatus::Completed, qPrintable(newestRow()),
                                  patience);
    }

    void theJobsStoryHidesBoth()
    {
        _window->showTab(MainWindow::Tab::Jobs);
        _window->jobsView().showJob(newestJob().id);
        QTRY_VERIFY(!_window->jobsView().log().toPlainText().isEmpty());

        QCOMPARE(secretsInWindow().join(u'\n'), QString());
        QVERIFY(contentOf(_demo.minecraftFolder(_secret.server, _secret.instance) + u'/' + _secret.file)
                    .contains(_secret.expected));
    }
};

ARCHIVESMP_TEST(TestWindowSecrets)
#include "tst_windowsecrets.moc"
