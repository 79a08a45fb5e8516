// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/client/fleetmirror.h"
#include "common/core/result.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <optional>

class QWidget;

namespace archivesmp::app::theme {
class Theme;
}
namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::drift {

class JudgementDialog;

// The verbs that change what is expected or shown, and no file: accept, ignore, and the way back from both.
// The host keeps rules and expectations, so all of them need it. Lives in the GUI thread.
class JudgementController final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JudgementController)

public:
    JudgementController(const theme::Theme &theme, client::Fleet &fleet, QWidget *window);

    void accept(const QList<client::FindingPtr> &findings); // asks where and why first
    void ignore(const QList<client::FindingPtr> &findings);
    void removeRule(const domain::Rule &rule);
    void followAdded(const protocol::RulesChanged &reply); // rules that this window added otherwise
    void undoVersion(qint64 version, const QString &reason);

    // Takes the last deed of this window back; where that fails, it stays the next to be taken back, unless
    // it never can be any more. `nextUndo` says which one that is; empty where there is none.
    void undo();
    [[nodiscard]] QString nextUndo() const;

Q_SIGNALS:
    void judged(const QString &what); // it is done; `what` says it in one sentence
    void failed(const QString &what, const archivesmp::Error &error);

private:
    struct Deed
    {
        QString text;
        qint64 version = 0;               // of the expectations, that it made
        QList<RuleId> rules;              // that it added
        std::optional<domain::Rule> rule; // that it removed
    };

    struct Undoing
    {
        Deed deed; // what of it is left
        qsizetype waiting = 0;
        std::optional<Error> error;
    };

    template <typename Request, typename Take>
    void ask(const QString &what, const Request &request, Take take);
    template <typename Request, typename Take>
    void confirm(JudgementDialog &dialog, const Request &request, Take take);
    template <typename Request>
    void takeBack(const std::shared_ptr<Undoing> &undoing, const Request &request, const RuleId &rule = {});
    void finish(const Undoing &undoing);
    void askPreview(JudgementDialog &dialog);
    void applyAccept(JudgementDialog &dialog);
    void applyIgnore(JudgementDialog &dialog);
    void remember(Deed deed);

    const theme::Theme &_theme;
    client::Fleet &_fleet;
    QWidget *_window;
    QList<Deed> _deeds; // newest last
};

} // namespace archivesmp::app::drift
