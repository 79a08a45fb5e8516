// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

namespace archivesmp::agent::amp {

// A request's body that can be read only once. Where a connection ends before the answer, Qt would send the
// request again on a new one, and AMP might carry it out twice; it cannot when the body does not rewind.
class OneShotBody final : public QIODevice
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OneShotBody)

public:
    explicit OneShotBody(QByteArray bytes, QObject *parent = nullptr);

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool atEnd() const override { return _position == _bytes.size(); }
    [[nodiscard]] qint64 bytesAvailable() const override { return _bytes.size() - _position; }
    bool reset() override { return _position == 0; }

protected:
    qint64 readData(char *target, qint64 limit) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray _bytes;
    qsizetype _position = 0;
};

} // namespace archivesmp::agent::amp
