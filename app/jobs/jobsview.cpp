// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/jobsview.h"

#include "app/client/answer.h"
#include "app/client/fleet.h"
#include "app/jobs/joblist.h"
#include "app/jobs/jobmodel.h"
#include "app/jobs/jobtext.h"
#include "app/theme/theme.h"
#include "app/widgets/textlabel.h"
#include "common/core/textescape.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

namespace archivesmp::app::jobs {

using namespace Qt::StringLiterals;

namespace {
constexpr int longestLog = 20'000; // lines kept in the view
}

JobsView::JobsView(const theme::Theme &theme, client::Fleet &fleet, JobModel &model, QWidget *parent)
    : QWidget(parent)
    , _theme(theme)
    , _fleet(fleet)
    , _model(model)
    , _list(new JobList(theme, model, this))
    , _title(widgets::plainLabel({}, this))
    , _cancel(new QPushButton(tr("Cancel job"), this))
    , _rollBack(new QPushButton(tr("Roll back…"), this))
    , _log(new QPlainTextEdit(this))
{
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->addWidget(_list);
    split->addWidget(makeLogPane());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
    connect(_list, &JobList::currentChanged, this, [this](const JobId &id) {
        if (id == _current)
            return;
        _current = id;
        askLog();
        updateButtons();
    });
    connect(_list, &JobList::cancelRequested, this, &JobsView::cancelRequested);
    connect(_cancel, &QPushButton::clicked, this, [this] { Q_EMIT cancelRequested(_current); });
    connect(_rollBack, &QPushButton::clicked, this, [this] { Q_EMIT rollBackRequested(_current); });
    connect(&fleet, &client::Fleet::jobEventAdded, this, [this](const domain::JobEvent &event) {
        if (!isOfCurrent(event.job))
            return;
        if (_loading)
            _waiting.append(event);
        else
            appendEvent(event);
    });
    connect(&fleet, &client::Fleet::jobChanged, this, &JobsView::updateButtons);
    updateButtons();
}

QWidget *JobsView::makeLogPane()
{
    auto *pane = new QWidget(this);
    pane->setProperty("ground", u"surface"_s);
    pane->setAttribute(Qt::WA_StyledBackground);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(_theme.spacing(3), _theme.spacing(1), _theme.spacing(3), _theme.spacing(1));
    _title->setFont(_theme.strongFont());
    _cancel->setAccessibleName(tr("Cancel this job"));
    _rollBack->setAccessibleName(tr("Roll this job back"));
    for (QPushButton *button : {_cancel, _rollBack})
        button->setProperty("kind", u"small"_s);
    top->addWidget(_title, 1);
    top->addWidget(_rollBack);
    top->addWidget(_cancel);
    _log->setReadOnly(true);
    _log->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    _log->setFont(_theme.fixedFont());
    _log->setProperty("kind", u"log"_s);
    _log->setMaximumBlockCount(longestLog);
    _log->setLineWrapMode(QPlainTextEdit::NoWrap);
    _log->setAccessibleName(tr("Log of the job"));
    _log->setTabChangesFocus(true);
    _log->setPlaceholderText(tr("Select a job to read its story."));
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(_log, 1);
    return pane;
}

void JobsView::showJob(const JobId &id)
{
    _list->setCurrent(id);
}

bool JobsView::isOfCurrent(const JobId &id) const
{
    if (id == _current)
        return true;
    const std::optional<domain::Job> job = _fleet.job(id);
    return job && !job->parent.isEmpty() && job->parent == _current;
}

void JobsView::askLog()
{
    _log->clear();
    _shownSequence.clear();
    _waiting.clear();
    _loading = false;
    const std::optional<domain::Job> job = _fleet.job(_current);
    client::Session *session = _fleet.sessionOf(_current);
    if (session == nullptr) {
        if (job)
            _log->appendPlainText(tr("The log cannot be read: no agent answers."));
        return;
    }
    _loading = true;
    client::whenAnswered(session->ask(protocol::GetJob{_current}), this,
                         [this, id = _current](const Result<protocol::JobDetail> &reply) {
                             if (id != _current)
                                 return;
                             _loading = false;
                             if (!reply)
                                 _log->appendPlainText(
                                     tr("The log cannot be read: %1").arg(describe(reply.error())));
                             const QList<domain::JobEvent> events
                                 = (reply ? reply->events : QList<domain::JobEvent>()) + _waiting;
                             for (const domain::JobEvent &event : events)
                                 appendEvent(event);
                         });
}

void JobsView::appendEvent(const domain::JobEvent &event)
{
    int &shown = _shownSequence[event.job];
    if (event.sequence <= shown)
        return;
    shown = event.sequence;
    const std::optional<domain::Job> job = _fleet.job(event.job);
    const QString where = job && event.job != _current ? job->instance.leftJustified(8) + u"  "_s : QString();
    // Follows the end until somebody scrolls up; appendPlainText() does that by itself.
    _log->appendPlainText(event.at.toLocalTime().toString(u"HH:mm:ss  "_s) + where
                          + escapedForDisplay(event.text));
}

void JobsView::updateButtons()
{
    const std::optional<domain::Job> job = _fleet.job(_current);
    _cancel->setVisible(job && canCancel(*job));
    _rollBack->setVisible(job && canRollBack(*job));
    if (!job) {
        _title->setText(tr("Log"));
        return;
    }
    const QString outcome = outcomeText(*job);
    const QModelIndex row = _model.indexOf(_current);
    const QString story
        = storyText(*job, row.isValid() ? _model.node(row).childJobs() : QList<domain::Job>());
    _title->setText(
        outcome.isEmpty()
            ? statusText(job->status)
            : outcome + (story.isEmpty() ? QString() : (wasTakenBack(*job) ? u" "_s : u" · "_s) + story));
}

} // namespace archivesmp::app::jobs
