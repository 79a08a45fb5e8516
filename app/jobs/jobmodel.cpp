// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs/jobmodel.h"

#include "app/client/fleet.h"
#include "app/jobs/jobtext.h"
#include "app/widgets/agetext.h"
#include "common/core/textescape.h"

#include <algorithm>
#include <tuple>

namespace archivesmp::app::jobs {

using namespace Qt::StringLiterals;
using domain::Job;

namespace {

bool isNewer(const Job &a, const Job &b)
{
    return a.createdAt != b.createdAt ? a.createdAt > b.createdAt : b.id < a.id;
}

bool isOfAnEarlierWave(const Job &a, const Job &b)
{
    return std::tie(a.wave, a.server, a.instance, a.id) < std::tie(b.wave, b.server, b.instance, b.id);
}

} // namespace

QList<Job> JobNode::childJobs() const
{
    QList<Job> jobs;
    for (const auto &child : children)
        jobs.append(child->job);
    return jobs;
}

JobModel::JobModel(const client::Fleet &fleet, QObject *parent)
    : QAbstractItemModel(parent)
    , _fleet(fleet)
{
    connect(&fleet, &client::Fleet::jobChanged, this, &JobModel::syncJob);
    const QList<Job> jobs = fleet.jobs();
    for (auto job = jobs.rbegin(); job != jobs.rend(); ++job)
        syncJob(job->id);
}

JobModel::~JobModel() = default;

QModelIndex JobModel::index(int row, int column, const QModelIndex &parent) const
{
    const JobNode &above = parent.isValid() ? node(parent) : _root;
    if (column != 0 || row < 0 || row >= static_cast<int>(above.children.size()))
        return {};
    return createIndex(row, column, above.children.at(static_cast<size_t>(row)).get());
}

QModelIndex JobModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOf(*node(child).parent) : QModelIndex();
}

int JobModel::rowCount(const QModelIndex &parent) const
{
    return static_cast<int>((parent.isValid() ? node(parent) : _root).children.size());
}

int JobModel::columnCount(const QModelIndex &) const
{
    return 1;
}

const JobNode &JobModel::node(const QModelIndex &index) const
{
    return *static_cast<const JobNode *>(index.constInternalPointer());
}

JobNode *JobModel::find(const JobId &id) const
{
    return _nodes.value(id);
}

QModelIndex JobModel::indexOf(const JobNode &node) const
{
    if (node.parent == nullptr)
        return {};
    const auto &siblings = node.parent->children;
    const auto at = std::find_if(siblings.begin(), siblings.end(),
                                 [&node](const auto &sibling) { return sibling.get() == &node; });
    return createIndex(static_cast<int>(at - siblings.begin()), 0, &node);
}

QModelIndex JobModel::indexOf(const JobId &id) const
{
    const JobNode *held = find(id);
    return held == nullptr ? QModelIndex() : indexOf(*held);
}

int JobModel::running() const
{
    return static_cast<int>(std::count_if(_root.children.begin(), _root.children.end(),
                                          [](const auto &node) { return !isFinal(node->job.status); }));
}

QVariant JobModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const JobNode &row = node(index);
    const QList<Job> children = row.childJobs();
    const QString title = row.parent == &_root ? jobTitle(row.job, children)
                                               : QString(row.job.server + u'/' + row.job.instance);
    switch (role) {
    case Qt::DisplayRole:
        return title;
    case Qt::AccessibleTextRole:
        return QStringList{title, statusText(row.job.status), progressText(row.job, children),
                           storyText(row.job, children)}
            .join(u", ");
    case Qt::ToolTipRole: {
        QStringList lines{title, statusText(row.job.status) + u" · "_s + storyText(row.job, children)};
        lines.append(
            tr("Created by %1\n%2").arg(row.job.createdBy, widgets::exactTimeText(row.job.createdAt)));
        if (!row.job.reason.isEmpty())
            lines.append(tr("Reason: %1").arg(escapedForDisplay(QStringView(row.job.reason))));
        return lines.join(u'\n');
    }
    case IdRole:
        return row.job.id.toString();
    case SortRole:
        return row.job.createdAt;
    default:
        return {};
    }
}

void JobModel::syncJob(const JobId &id)
{
    const std::optional<Job> job = _fleet.job(id);
    if (!job) {
        removeJob(id);
        return;
    }
    JobNode *held = find(id);
    if (held == nullptr) {
        insertJob(*job);
        return;
    }
    held->job = *job;
    tellChanged(*held);
}

void JobModel::tellChanged(const JobNode &node)
{
    for (const JobNode *at = &node; at->parent != nullptr; at = at->parent) {
        const QModelIndex index = indexOf(*at);
        Q_EMIT dataChanged(index, index);
    }
}

// A child can be told of before its parent: it stands alone until then.
void JobModel::insertJob(const Job &job)
{
    auto added = std::make_unique<JobNode>();
    added->job = job;
    JobNode *node = added.get();
    _nodes.insert(job.id, node);
    JobNode *parent = job.parent.isEmpty() ? nullptr : find(job.parent);
    adopt(parent == nullptr ? _root : *parent, std::move(added));
    if (!job.parent.isEmpty())
        return;
    QList<Job> orphans;
    for (const auto &other : _root.children) {
        if (other->job.parent == job.id)
            orphans.append(other->job);
    }
    for (const Job &orphan : orphans) {
        removeJob(orphan.id);
        insertJob(orphan);
    }
}

void JobModel::adopt(JobNode &parent, std::unique_ptr<JobNode> child)
{
    // By the place and not by the job: children that wait for their parent stand among the others.
    const auto comesBefore = &parent == &_root ? isNewer : isOfAnEarlierWave;
    const auto place
        = std::lower_bound(parent.children.begin(), parent.children.end(), child,
                           [=](const auto &a, const auto &b) { return comesBefore(a->job, b->job); });
    const auto row = static_cast<int>(place - parent.children.begin());
    child->parent = &parent;
    beginInsertRows(indexOf(parent), row, row);
    parent.children.insert(place, std::move(child));
    endInsertRows();
    tellChanged(parent);
}

void JobModel::removeJob(const JobId &id)
{
    JobNode *gone = find(id);
    if (gone == nullptr)
        return;
    const QModelIndex index = indexOf(*gone);
    JobNode &parent = *gone->parent;
    beginRemoveRows(indexOf(parent), index.row(), index.row());
    for (const auto &child : gone->children)
        _nodes.remove(child->job.id);
    _nodes.remove(id);
    parent.children.erase(parent.children.begin() + index.row());
    endRemoveRows();
}

} // namespace archivesmp::app::jobs
