// SPDX-License-Identifier: GPL-3.0-or-later
// What the window offers at which moment.
#include "app/shell/windowactions.h"

#include "app/connections/connectdialog.h"
#include "app/connections/connectionsdialog.h"
#include "app/fleet/fleettreeview.h"
#include "tests/app/shell/console.h"
#include "tests/support/testregistry.h"

#include <QAbstractButton>
#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>

using namespace archivesmp;
using namespace archivesmp::app;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;
using domain::InstanceState;

class TestWindowActions final : public QObject
{
    Q_OBJECT

    [[nodiscard]] static QAction *action(const Console &console, const QString &id)
    {
        return console.window->actionRegistry().action(id);
    }
    static void tellState(Console &console, const domain::InstanceRef &ref, InstanceState state)
    {
        for (domain::Instance &instance : console.host.fleet.instances) {
            if (instance.ref != ref)
                continue;
            instance.state = state;
            console.host.send(protocol::InstanceChanged{instance});
        }
    }

    // The letters below a menu and the menus in it, each of which must be there once.
    static void checkLetters(const QList<QAction *> &actions, const QString &where, QList<QAction *> &reached)
    {
        QString letters;
        for (QAction *entry : actions) {
            if (entry->isSeparator())
                continue;
            const QKeySequence key = QKeySequence::mnemonic(entry->text());
            const QString letter = key.isEmpty() ? QString() : key.toString().right(1);
            QVERIFY2(!letter.isEmpty(), qPrintable(where + u": "_s + entry->text() + u" has no letter"_s));
            QVERIFY2(!letters.contains(letter), qPrintable(where + u": two have the letter "_s + letter));
            letters += letter;
            reached.append(entry);
            if (entry->menu() != nullptr)
                checkLetters(entry->menu()->actions(), where + u" › "_s + entry->text(), reached);
        }
    }

private Q_SLOTS:
    void everythingCanBeReachedByKeysAlone()
    {
        Console console;
        console.openConnected();
        QList<QAction *> reached;

        checkLetters(console.window->menuBar()->actions(), u"menu bar"_s, reached);

        for (const QString &id : console.window->actionRegistry().ids()) {
            const bool hasKey = !action(console, id)->shortcut().isEmpty();
            QVERIFY2(hasKey || reached.contains(action(console, id)), qPrintable(id));
        }
    }

    // With Alt a letter of a page and one of a menu are the same key.
    void noLetterOfAPageIsTakenTwice()
    {
        Console console;
        console.openConnected();
        using shell::MainWindow;
        for (const MainWindow::Tab tab :
             {MainWindow::Tab::Drift, MainWindow::Tab::Matrix, MainWindow::Tab::Jobs, MainWindow::Tab::Rules,
              MainWindow::Tab::History}) {
            console.window->showTab(tab);
            QStringList taken;
            for (const QAction *menu : console.window->menuBar()->actions())
                taken.append(QKeySequence::mnemonic(menu->text()).toString());
            for (const QAbstractButton *button : console.window->findChildren<QAbstractButton *>()) {
                const QString key = QKeySequence::mnemonic(button->text()).toString();
                if (key.isEmpty() || !button->isVisible())
                    continue;
                QVERIFY2(!taken.contains(key), qPrintable(button->text()));
                taken.append(key);
            }
        }
    }

    void aRefusedKeyLeadsToTheListOfConnections()
    {
        Console console;
        console.host.refuse({ErrorCode::PermissionDenied, u"the agent does not know this key"_s});
        console.fleet.addSession(console.host.makeSession(u"wss://10.0.0.1:8001"_s));
        console.open();
        QTRY_VERIFY(button(&console.window->fleetPanel(), u"Connections…"_s) != nullptr);

        QTest::mouseClick(button(&console.window->fleetPanel(), u"Connections…"_s), Qt::LeftButton);

        QVERIFY(console.dialog<connections::ConnectionsDialog>() != nullptr);
        QVERIFY(console.dialog<connections::ConnectDialog>() == nullptr);
    }

    void withoutAnyAgentOneIsAdded()
    {
        Console console;
        console.open();

        QTest::mouseClick(button(&console.window->fleetPanel(), u"Add a connection…"_s), Qt::LeftButton);

        QVERIFY(console.dialog<connections::ConnectDialog>() != nullptr);
        QVERIFY(console.dialog<connections::ConnectionsDialog>() == nullptr);
    }

    void startAndStopFollowTheInstance()
    {
        Console console;
        console.openConnected();
        console.window->fleetPanel().tree().setCurrentKey(u"ovh/BENT01"_s);
        tellState(console, {u"ovh"_s, u"BENT01"_s}, InstanceState::Running);
        QTRY_VERIFY(!action(console, u"power.start"_s)->isEnabled());
        QVERIFY(action(console, u"power.stop"_s)->isEnabled());

        tellState(console, {u"ovh"_s, u"BENT01"_s}, InstanceState::Stopped);

        QTRY_VERIFY(action(console, u"power.start"_s)->isEnabled());
        QVERIFY(!action(console, u"power.stop"_s)->isEnabled());
        QCOMPARE(action(console, u"power.stop"_s)->toolTip(), u"BENT01 is not running."_s);
    }

    void aMenuThatOpensIsJudgedAnew()
    {
        Console console;
        console.openConnected();
        action(console, u"plan.deploy"_s)->setEnabled(false); // as if a change had gone unnoticed

        for (const QAction *entry : console.window->menuBar()->actions()) {
            if (entry->menu()->actions().contains(action(console, u"plan.deploy"_s)))
                Q_EMIT entry->menu()->aboutToShow();
        }

        QVERIFY(action(console, u"plan.deploy"_s)->isEnabled());
    }

    void withNobodyThereNothingIsStartedOrStopped()
    {
        Console console;
        console.openConnected();
        console.window->fleetPanel().tree().setCurrentKey(u"ovh/BENT01"_s);
        tellState(console, {u"ovh"_s, u"BENT01"_s}, InstanceState::Running);
        QTRY_VERIFY(action(console, u"power.stop"_s)->isEnabled());

        console.host.setOnline(false);

        for (const QString &id : {u"power.start"_s, u"power.stop"_s, u"power.restart"_s}) {
            QTRY_VERIFY(!action(console, id)->isEnabled());
            QCOMPARE(action(console, id)->toolTip(), u"Neither the host nor the agent of ovh answers."_s);
        }
    }

    // Its agent starts and stops by itself, and leaves a restart to the host.
    void atAClientsOwnDoorAnInstanceIsNotRestarted()
    {
        FakeHost ovh(u"ovh"_s, domain::ServerRole::Client); // outlives the console's session with it
        fillWithSample(ovh);
        Console console;
        console.openConnected();
        console.fleet.addSession(ovh.makeSession(u"wss://10.0.0.2:8001"_s));
        console.window->fleetPanel().tree().setCurrentKey(u"ovh/BENT01"_s);
        tellState(console, {u"ovh"_s, u"BENT01"_s}, InstanceState::Running);
        QTRY_VERIFY(action(console, u"power.restart"_s)->isEnabled());

        console.host.setOnline(false);

        QTRY_VERIFY(!action(console, u"power.restart"_s)->isEnabled());
        QVERIFY(action(console, u"power.restart"_s)->toolTip().contains(u"Stop the instance, then start it"));
        QTRY_VERIFY(action(console, u"power.stop"_s)->isEnabled());
    }
};

ARCHIVESMP_TEST(TestWindowActions)
#include "tst_windowactions.moc"
