// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/widgets/difflines.h"

#include <QRegularExpression>

#include <algorithm>

namespace archivesmp::app::widgets {

using namespace Qt::StringLiterals;

namespace {

struct HunkStart
{
    int actual = 0;
    int expected = 0;
};

bool readHunkStart(const QString &line, HunkStart &start)
{
    static const QRegularExpression header(uR"(^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@)"_s);
    const QRegularExpressionMatch match = header.match(line);
    if (!match.hasMatch())
        return false;
    start = {match.captured(1).toInt(), match.captured(2).toInt()};
    return true;
}

// What two lines do not share at their beginning and end.
void markWords(DiffLine &a, DiffLine &b)
{
    const auto shorter = static_cast<int>(std::min(a.text.size(), b.text.size()));
    int head = 0;
    while (head < shorter && a.text.at(head) == b.text.at(head))
        ++head;
    int tail = 0;
    while (tail < shorter - head
           && a.text.at(a.text.size() - 1 - tail) == b.text.at(b.text.size() - 1 - tail))
        ++tail;
    // A word is marked whole: "co_BENT01_", not "BENT".
    const auto isWord = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'.'; };
    while (head > 0 && isWord(a.text.at(head - 1)))
        --head;
    while (tail > 0 && isWord(a.text.at(a.text.size() - tail)))
        --tail;
    for (DiffLine *line : {&a, &b}) {
        line->wordStart = head;
        line->wordLength = static_cast<int>(line->text.size()) - head - tail;
    }
}

void markPairs(QList<DiffLine> &lines)
{
    for (qsizetype i = 0; i < lines.size();) {
        qsizetype removedEnd = i;
        while (removedEnd < lines.size() && lines.at(removedEnd).kind == DiffLine::Kind::Removed)
            ++removedEnd;
        qsizetype addedEnd = removedEnd;
        while (addedEnd < lines.size() && lines.at(addedEnd).kind == DiffLine::Kind::Added)
            ++addedEnd;
        const qsizetype pairs = std::min(removedEnd - i, addedEnd - removedEnd);
        for (qsizetype n = 0; n < pairs; ++n)
            markWords(lines[i + n], lines[removedEnd + n]);
        i = std::max(addedEnd, i + 1);
    }
}

} // namespace

QList<DiffLine> parseUnifiedDiff(const QString &diff)
{
    QList<DiffLine> lines;
    HunkStart next;
    bool inHunk = false;
    for (const QString &line : diff.split(u'\n')) {
        if (readHunkStart(line, next)) {
            inHunk = true;
        } else if (line.startsWith(u"---") || line.startsWith(u"+++")) {
            if (inHunk)
                lines.append({line.startsWith(u'-') ? DiffLine::Kind::Removed : DiffLine::Kind::Added,
                              line.startsWith(u'-') ? next.actual++ : next.expected++, line.mid(1)});
        } else if (line.startsWith(u'-')) {
            lines.append({DiffLine::Kind::Removed, next.actual++, line.mid(1)});
        } else if (line.startsWith(u'+')) {
            lines.append({DiffLine::Kind::Added, next.expected++, line.mid(1)});
        } else if (line.startsWith(u' ')) {
            lines.append({DiffLine::Kind::Context, next.actual++, line.mid(1)});
            ++next.expected;
        } else if (!line.isEmpty() && !line.startsWith(u'\\')) {
            lines.append({DiffLine::Kind::Note, 0, line});
        }
    }
    markPairs(lines);
    return lines;
}

DiffSides sideBySide(const QList<DiffLine> &unified)
{
    DiffSides sides;
    int offset = 0; // of the expected side's numbers against the actual side's
    const auto fill = [&sides] {
        while (sides.expected.size() < sides.actual.size())
            sides.expected.append({DiffLine::Kind::Filler, 0, {}});
        while (sides.actual.size() < sides.expected.size())
            sides.actual.append({DiffLine::Kind::Filler, 0, {}});
    };
    for (const DiffLine &line : unified) {
        if (line.kind == DiffLine::Kind::Removed) {
            sides.actual.append(line);
            --offset;
        } else if (line.kind == DiffLine::Kind::Added) {
            sides.expected.append(line);
            ++offset;
        } else {
            fill();
            sides.actual.append(line);
            DiffLine other = line;
            other.number += other.number > 0 ? offset : 0;
            sides.expected.append(other);
        }
    }
    fill();
    return sides;
}

} // namespace archivesmp::app::widgets
