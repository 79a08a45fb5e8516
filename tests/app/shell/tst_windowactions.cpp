// SPDX-License-Identifier: GPL-3.0-or-later
// What the window offers at which moment.
#include "app/shell/windowactions.h"

#include "app/connections/connectdialog.h"
#include "app/connections/connectionsdialog.h"
#include "tests/app/shell/console.h"
#include "tests/support/testregistry.h"

#include <QPushButton>

using namespace archivesmp;
using namespace archivesmp::app;
using namespace archivesmp::tests;
using namespace Qt::StringLiterals;

class TestWindowActions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
};

ARCHIVESMP_TEST(TestWindowActions)
#include "tst_windowactions.moc"
