// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleet.h"
#include "app/credentials/memorysecretstore.h"
#include "app/theme/theme.h"
#include "tests/app/fakes/widgetsearch.h"
#include "tests/integration/demofleet.h"

#include <QObject>

#include <memory>

class QSettings;
class QTableView;

namespace archivesmp::app::connections {
class ConnectionController;
}
namespace archivesmp::app::drift {
class FindingTableModel;
}
namespace archivesmp::app::fleet {
struct FleetNode;
}
namespace archivesmp::app::shell {
class MainWindow;
}

namespace archivesmp::tests {

// The window in the test's own process on a real fleet, for tests that lead it with mouse and keys as a
// person does it.
class DemoConsole : public QObject
{
    Q_OBJECT

protected:
    static constexpr int patience = 60'000; // ms, for what real processes do

    explicit DemoConsole(DemoOptions options);
    ~DemoConsole() override;

    void open(); // the fleet and the window
    void close();
    void activate();
    // Through the dialog, as at the first start; done when all instances are seen. Pictures are taken before
    // and after what is typed.
    void typeConnection();

    // A picture of the step in both colour schemes.
    void picture(const QString &name, QWidget *of = nullptr);
    void press(QWidget *in, const QString &name);
    void clickRow(QTableView &table, int row, int column = 4);

    template <typename Widget>
    [[nodiscard]] Widget *dialog() const
    {
        return visibleChild<Widget>(window());
    }

    [[nodiscard]] QWidget *window() const;
    [[nodiscard]] const app::fleet::FleetNode *node(const QString &key) const;
    [[nodiscard]] app::drift::FindingTableModel &findings() const;
    // The job that the last press began: it stands first and is selected.
    [[nodiscard]] domain::Job newestJob() const;
    // The text of the newest row in the dock, as a screen reader has it.
    [[nodiscard]] QString newestRow() const;

    DemoFleet _demo;
    app::theme::Theme _theme;
    app::client::Fleet _fleet;
    app::credentials::MemorySecretStore _keychain;
    app::credentials::MemorySecretStore _session;
    std::unique_ptr<QSettings> _settings;
    std::unique_ptr<app::connections::ConnectionController> _connections;
    std::unique_ptr<app::shell::MainWindow> _window;
};

} // namespace archivesmp::tests
