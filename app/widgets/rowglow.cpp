// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/rowglow.h"

#include <QAbstractItemView>

#include <algorithm>

namespace archivesmp::app::widgets {

namespace {
constexpr qint64 glowTime = 1000; // ms
constexpr int frameTime = 40;     // ms
} // namespace

RowGlow::RowGlow(QAbstractItemView &view)
    : QObject(&view)
    , _view(view)
{
    _frames.setInterval(frameTime);
    connect(&_frames, &QTimer::timeout, this, &RowGlow::showFrame);
}

void RowGlow::arm()
{
    QTimer::singleShot(0, this, [this] { _armed = true; });
}

void RowGlow::start(const QModelIndex &row)
{
    if (!_armed)
        return;
    const QModelIndex first = row.siblingAtColumn(0);
    _rows.removeIf([&first](const Glowing &glowing) { return glowing.row == first; });
    Glowing glowing{first, {}};
    glowing.since.start();
    _rows.append(glowing);
    _frames.start();
}

double RowGlow::strength(const QModelIndex &index) const
{
    if (_rows.isEmpty())
        return 0;
    const QModelIndex first = index.siblingAtColumn(0);
    const auto held = std::find_if(_rows.begin(), _rows.end(),
                                   [&first](const Glowing &glowing) { return glowing.row == first; });
    return held == _rows.end()
        ? 0
        : std::max(0.0, 1.0 - static_cast<double>(held->since.elapsed()) / static_cast<double>(glowTime));
}

void RowGlow::showFrame()
{
    _rows.removeIf(
        [](const Glowing &glowing) { return !glowing.row.isValid() || glowing.since.elapsed() >= glowTime; });
    if (_rows.isEmpty())
        _frames.stop();
    _view.viewport()->update();
}

} // namespace archivesmp::app::widgets
