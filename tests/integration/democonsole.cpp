// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/democonsole.h"

#include "app/client/remotesession.h"
#include "app/connections/connectdialog.h"
#include "app/connections/connectioncontroller.h"
#include "app/drift/driftview.h"
#include "app/drift/findingtablemodel.h"
#include "app/fleet/fleetpanel.h"
#include "app/fleet/fleettreemodel.h"
#include "app/jobs/joblist.h"
#include "app/shell/mainwindow.h"

#include <QApplication>
#include <QSettings>
#include <QTableView>
#include <QTest>
#include <QTreeView>

namespace archivesmp::tests {

using namespace Qt::StringLiterals;
using namespace app;

DemoConsole::DemoConsole(DemoOptions options)
    : _demo(std::move(options))
{ }

DemoConsole::~DemoConsole() = default;

void DemoConsole::open()
{
    QFont font = QApplication::font();
    font.setPixelSize(13);
    QApplication::setFont(font);
    QVERIFY2(_demo.start(), qPrintable(_demo.problem()));
    _settings = std::make_unique<QSettings>(_demo.path(u"console.ini"_s), QSettings::IniFormat);
    _connections = std::make_unique<connections::ConnectionController>(
        _fleet, *_settings, connections::ConnectionController::Stores{_keychain, _session},
        [](const client::Endpoint &endpoint) {
            return std::make_unique<client::RemoteSession>(u"tst_console"_s, endpoint);
        });
    _theme.setPreference(theme::Theme::Preference::Light);
    _window = std::make_unique<shell::MainWindow>(
        shell::MainWindow::Parts{_theme, _fleet, *_connections, *_settings});
    _window->resize(1440, 900);
    _window->show();
    QVERIFY(QTest::qWaitForWindowExposed(_window.get()));
}

void DemoConsole::close()
{
    _window.reset();
}

void DemoConsole::activate()
{
    _window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(_window.get()));
}

void DemoConsole::typeConnection()
{
    press(&_window->fleetPanel(), u"Add a connection…"_s);
    auto *connectDialog = dialog<connections::ConnectDialog>();
    QVERIFY(connectDialog != nullptr);
    QTest::keyClicks(edit(connectDialog, u"Address of the agent"_s), _demo.control().section(u'/', 2));
    QTest::keyClicks(edit(connectDialog, u"Key"_s),
                     QString::fromUtf8(contentOf(_demo.adminKeyFile())).trimmed());
    QTest::keyClicks(edit(connectDialog, u"Pin of the certificate"_s), _demo.pin());
}

void DemoConsole::picture(const QString &name, QWidget *of)
{
    QDir().mkpath(QStringLiteral(ARCHIVESMP_SCREENSHOTS));
    for (const auto preference : {theme::Theme::Preference::Dark, theme::Theme::Preference::Light}) {
        _theme.setPreference(preference);
        QCoreApplication::processEvents();
        const QString scheme = preference == theme::Theme::Preference::Dark ? u"dark"_s : u"light"_s;
        QVERIFY(
            (of == nullptr ? _window.get() : of)
                ->grab()
                .save(QStringLiteral(ARCHIVESMP_SCREENSHOTS "/real-") + scheme + u'-' + name + u".png"_s));
    }
}

void DemoConsole::press(QWidget *in, const QString &name)
{
    QPushButton *found = button(in, name);
    QVERIFY2(found != nullptr, qPrintable(name));
    QTRY_VERIFY2_WITH_TIMEOUT(found->isVisible() && found->isEnabled(), qPrintable(name), patience);
    QTest::mouseClick(found, Qt::LeftButton);
}

void DemoConsole::clickRow(QTableView &table, int row, int column)
{
    const QModelIndex index = table.model()->index(row, column);
    table.scrollTo(index);
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(index).center());
}

QWidget *DemoConsole::window() const
{
    return _window.get();
}

const fleet::FleetNode *DemoConsole::node(const QString &key) const
{
    const fleet::FleetTreeModel &model = _window->fleetPanel().model();
    const QModelIndex index = model.indexOfKey(key);
    return index.isValid() ? &model.node(index) : nullptr;
}

drift::FindingTableModel &DemoConsole::findings() const
{
    return _window->driftView().model();
}

domain::Job DemoConsole::newestJob() const
{
    for (const domain::Job &job : _fleet.jobs()) {
        if (job.parent.isEmpty())
            return job;
    }
    return {};
}

QString DemoConsole::newestRow() const
{
    const QAbstractItemModel *model = _window->jobsDock().tree().model();
    return model->index(0, 0).data(Qt::AccessibleTextRole).toString();
}

} // namespace archivesmp::tests
