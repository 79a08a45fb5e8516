// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/domain/job.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace archivesmp::app::client {
class Fleet;
}

namespace archivesmp::app::jobs {

// A job as a row: a parent or lone job with its children below.
struct JobNode
{
    domain::Job job;
    JobNode *parent = nullptr;
    std::vector<std::unique_ptr<JobNode>> children; // by wave, then server, then instance

    [[nodiscard]] QList<domain::Job> childJobs() const;
};

// The jobs, newest first, each followed while it runs. Lives in the GUI thread.
class JobModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobModel)

public:
    enum Role { IdRole = Qt::UserRole, SortRole };

    explicit JobModel(const client::Fleet &fleet, QObject *parent = nullptr);
    ~JobModel() override;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

    [[nodiscard]] const JobNode &node(const QModelIndex &index) const;
    [[nodiscard]] QModelIndex indexOf(const JobId &id) const;
    [[nodiscard]] int running() const; // parents and lone jobs that are not final

private:
    void syncJob(const JobId &id);
    void insertJob(const domain::Job &job);
    void removeJob(const JobId &id);
    void adopt(JobNode &parent, std::unique_ptr<JobNode> child);
    [[nodiscard]] JobNode *find(const JobId &id) const;
    [[nodiscard]] QModelIndex indexOf(const JobNode &node) const;
    void tellChanged(const JobNode &node);

    const client::Fleet &_fleet;
    JobNode _root;
    QHash<JobId, JobNode *> _nodes;
};

} // namespace archivesmp::app::jobs
