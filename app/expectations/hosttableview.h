// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/answer.h"
#include "app/client/fleet.h"
#include "app/widgets/statepanel.h"

#include <QWidget>

#include <optional>
#include <span>

class QAbstractItemModel;
class QHBoxLayout;
class QStackedWidget;
class QTableView;

namespace archivesmp::app::expectations {

// A table of something that only the host keeps, with a line of buttons beneath. Asks the host whenever it is
// shown, and again when an agent comes or goes or `refresh` is called; where there are no rows, a panel says
// why. What was read stays when a later reading fails. Lives in the GUI thread.
class HostTableView : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HostTableView)

public:
    [[nodiscard]] QTableView &table() const { return *_table; }
    void refresh(); // asks again where it can be seen

protected:
    struct Words
    {
        QString rows;    // what the rows are, for the accessibility tree
        QString loading; // one sentence each
        QString unreadable;
    };

    HostTableView(const theme::Theme &theme, const client::Fleet &fleet, Words words, QWidget *parent);

    // To be called once; `widths` of the columns are steps of the theme's spacing.
    void setModel(QAbstractItemModel &model, std::span<const int> widths);
    // What stands above the buttons in place of the bare table; it holds the table.
    void setContent(QWidget *content);
    [[nodiscard]] QHBoxLayout &bottom() const { return *_bottom; }
    [[nodiscard]] widgets::StatePanel &statePanel() const { return *_state; }
    [[nodiscard]] const theme::Theme &theme() const { return _theme; }
    [[nodiscard]] int currentRow() const; // -1 where none is selected
    // Why nothing can be changed at this moment; empty where the host is there.
    [[nodiscard]] QString whyNoHost() const;
    [[nodiscard]] bool isLoaded() const { return _loaded; }
    void updateState();

    // To be called by `askHost`: `take` gets the answer where there is one.
    template <typename Request, typename Take>
    void load(const Request &request, Take take)
    {
        client::whenAnswered(_fleet.askHost(request), this,
                             [this, take](const Result<typename Request::Reply> &reply) {
                                 _loaded = _loaded || reply;
                                 _error = reply ? std::nullopt : std::optional(reply.error());
                                 if (reply)
                                     take(*reply);
                                 updateState();
                             });
    }

    void showEvent(QShowEvent *event) override;

private:
    virtual void askHost() = 0;
    virtual void updateCurrent() = 0; // the selection or the rows changed
    [[nodiscard]] virtual widgets::StatePanel::State emptyState() const = 0;

    const theme::Theme &_theme;
    const client::Fleet &_fleet;
    const Words _words;
    QTableView *_table;
    QHBoxLayout *_bottom;
    QStackedWidget *_stack;
    widgets::StatePanel *_state;
    bool _loaded = false;
    std::optional<Error> _error; // why it could not be read the last time
};

} // namespace archivesmp::app::expectations
