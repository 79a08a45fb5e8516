// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <memory>

class QSocketNotifier;

namespace archivesmp::agent::service {

// Turns SIGTERM and SIGINT into one Qt signal in the thread that made this object. One per process.
class TerminationSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TerminationSignals)

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

Q_SIGNALS:
    void received(int number);

private:
    void readPending();

    std::unique_ptr<QSocketNotifier> _notifier;
};

} // namespace archivesmp::agent::service
