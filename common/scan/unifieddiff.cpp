// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/unifieddiff.h"

#include "common/core/textescape.h"

#include <algorithm>
#include <vector>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;

namespace {

constexpr int contextLines = 3;
constexpr int mostEdits = 2000; // beyond this the middle is shown as replaced

// One line of the story: kept (both positions count), removed, or added.
struct Step
{
    char sign;
    qsizetype before;
    qsizetype after;
};

// The shortest edit script of Myers, over what is between the common beginning and end.
class LineDiff final
{
public:
    LineDiff(const QByteArrayList &before, const QByteArrayList &after)
        : _before(before)
        , _after(after)
    { }

    std::vector<Step> steps()
    {
        const qsizetype shorter = std::min(_before.size(), _after.size());
        while (_head < shorter && _before.at(_head) == _after.at(_head))
            ++_head;
        while (_tail < shorter - _head
               && _before.at(_before.size() - 1 - _tail) == _after.at(_after.size() - 1 - _tail))
            ++_tail;
        for (qsizetype i = 0; i < _head; ++i)
            _steps.push_back({' ', i, i});
        middle(_before.size() - _head - _tail, _after.size() - _head - _tail);
        for (qsizetype i = 0; i < _tail; ++i)
            _steps.push_back({' ', _before.size() - _tail + i, _after.size() - _tail + i});
        return std::move(_steps);
    }

private:
    using Row = std::vector<qsizetype>;

    void middle(qsizetype n, qsizetype m)
    {
        std::vector<Row> rows;
        if (!search(n, m, rows)) {
            for (qsizetype i = 0; i < n; ++i)
                _steps.push_back({'-', _head + i, _head});
            for (qsizetype i = 0; i < m; ++i)
                _steps.push_back({'+', _head + n, _head + i});
            return;
        }
        backtrack(n, m, rows);
    }

    bool search(qsizetype n, qsizetype m, std::vector<Row> &rows) const
    {
        Row furthest{0, 0, 0};
        const qsizetype most = std::min<qsizetype>(n + m, mostEdits);
        for (qsizetype d = 0; d <= most; ++d) {
            Row row(static_cast<size_t>(2 * d + 3), 0);
            for (qsizetype k = -d; k <= d; k += 2) {
                qsizetype x = start(furthest, d, k);
                while (x < n && x - k < m && _before.at(_head + x) == _after.at(_head + x - k))
                    ++x;
                row[static_cast<size_t>(k + d + 1)] = x;
                if (x >= n && x - k >= m) {
                    rows.push_back(row);
                    return true;
                }
            }
            rows.push_back(row);
            furthest = std::move(row);
        }
        return false;
    }

    // Where diagonal k of round d begins, from the round before, whose entry for diagonal k is at k + d.
    static qsizetype start(const Row &previous, qsizetype d, qsizetype k)
    {
        if (d == 0)
            return 0;
        const auto at = [&](qsizetype diagonal) { return previous[static_cast<size_t>(diagonal + d)]; };
        const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
        return down ? at(k + 1) : at(k - 1) + 1;
    }

    void backtrack(qsizetype n, qsizetype m, const std::vector<Row> &rows)
    {
        std::vector<Step> reversed;
        qsizetype x = n;
        qsizetype y = m;
        for (auto d = static_cast<qsizetype>(rows.size()) - 1; d >= 0; --d) {
            const qsizetype k = x - y;
            const qsizetype from = d == 0 ? 0 : start(rows[static_cast<size_t>(d - 1)], d, k);
            while (x > from && y > from - k) {
                --x;
                --y;
                reversed.push_back({' ', _head + x, _head + y});
            }
            if (d == 0)
                break;
            const Row &previous = rows[static_cast<size_t>(d - 1)];
            const auto at = [&](qsizetype diagonal) { return previous[static_cast<size_t>(diagonal + d)]; };
            const bool down = k == -d || (k != d && at(k - 1) < at(k + 1));
            if (down)
                reversed.push_back({'+', _head + x, _head + --y});
            else
                reversed.push_back({'-', _head + --x, _head + y});
        }
        _steps.insert(_steps.end(), reversed.rbegin(), reversed.rend());
    }

    const QByteArrayList &_before;
    const QByteArrayList &_after;
    qsizetype _head = 0;
    qsizetype _tail = 0;
    std::vector<Step> _steps;
};

QString shownLine(char sign, QByteArray line)
{
    if (line.endsWith('\r'))
        line.chop(1);
    return QLatin1Char(sign) + escapedForDisplay(QByteArrayView(line)).replace(u"\\t"_s, u"\t"_s) + u'\n';
}

QString place(qsizetype first, qsizetype count)
{
    const QString begin = QString::number(count == 0 ? first : first + 1);
    return count == 1 ? begin : begin + u',' + QString::number(count);
}

QString hunk(const std::vector<Step> &steps, size_t from, size_t to, const QByteArrayList &before,
             const QByteArrayList &after)
{
    qsizetype removed = 0;
    qsizetype added = 0;
    QString body;
    for (size_t i = from; i < to; ++i) {
        const Step &step = steps[i];
        removed += step.sign != '+';
        added += step.sign != '-';
        body += shownLine(step.sign, step.sign == '+' ? after.at(step.after) : before.at(step.before));
    }
    return u"@@ -"_s + place(steps[from].before, removed) + u" +"_s + place(steps[from].after, added)
        + u" @@\n"_s + body;
}

} // namespace

QByteArrayList linesOf(const QByteArray &text)
{
    return text.split('\n');
}

QString unifiedDiff(const QByteArray &before, const QByteArray &after, const QByteArray &shownBefore,
                    const QByteArray &shownAfter)
{
    const QByteArrayList oldLines = linesOf(before);
    const QByteArrayList newLines = linesOf(after);
    std::vector<Step> steps = LineDiff(oldLines, newLines).steps();
    // What follows the last line break is no line of its own.
    if (!steps.empty() && steps.back().sign == ' ' && oldLines.last().isEmpty() && newLines.last().isEmpty())
        steps.pop_back();
    const QByteArrayList oldShown = linesOf(shownBefore);
    const QByteArrayList newShown = linesOf(shownAfter);
    QString out;
    for (size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].sign == ' ')
            continue;
        size_t last = i;
        for (size_t next = i; next < steps.size() && next <= last + 2 * contextLines + 1; ++next) {
            if (steps[next].sign != ' ')
                last = next;
        }
        const size_t from = i < contextLines ? 0 : i - contextLines;
        const size_t to = std::min(steps.size(), last + 1 + contextLines);
        out += hunk(steps, from, to, oldShown, newShown);
        i = last;
    }
    return out;
}

} // namespace archivesmp::scan
