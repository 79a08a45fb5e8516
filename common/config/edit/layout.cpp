// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/config/edit/layout.h"

#include "common/config/edit/patch.h"
#include "common/config/sourcetext.h"

#include <algorithm>

namespace archivesmp::config {

using NodeIndex = ConfigDocument::NodeIndex;

QByteArray patched(const QByteArray &source, const Patch &patch)
{
    return source.first(patch.begin) + patch.text + source.sliced(patch.end);
}

Error refusal(const ConfigDocument &document, NodeIndex node, const QString &reason)
{
    Error error{ErrorCode::Unsupported, reason};
    if (node != ConfigDocument::noNode) {
        error.line = static_cast<int>(document.node(node).line);
        error.column = static_cast<int>(document.node(node).column);
    }
    return error;
}

qsizetype lineBegin(QByteArrayView source, qsizetype at)
{
    const qsizetype first = byteOrderMark(source);
    while (at > first && source[at - 1] != '\n') {
        const bool loneReturn = source[at - 1] == '\r' && (at >= source.size() || source[at] != '\n');
        if (loneReturn)
            break;
        --at;
    }
    return at;
}

qsizetype lineEnd(QByteArrayView source, qsizetype at)
{
    while (at < source.size() && source[at] != '\n' && source[at] != '\r')
        ++at;
    return at;
}

qsizetype nextLine(QByteArrayView source, qsizetype at)
{
    at = lineEnd(source, at);
    if (at < source.size() && source[at] == '\r')
        ++at;
    if (at < source.size() && source[at] == '\n')
        ++at;
    return at;
}

QByteArray lineBreakOf(QByteArrayView source)
{
    const qsizetype end = lineEnd(source, 0);
    const qsizetype next = nextLine(source, 0);
    return next > end ? source.sliced(end, next - end).toByteArray() : QByteArray("\n");
}

qsizetype columnOf(QByteArrayView source, qsizetype at)
{
    const qsizetype begin = lineBegin(source, at);
    return std::count_if(source.begin() + begin, source.begin() + at,
                         [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

bool isBlank(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

bool hasComment(QByteArrayView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '#' && (i == 0 || isBlank(text.sliced(i - 1, 1))))
            return true;
    }
    return false;
}

std::vector<NodeIndex> childrenOf(const ConfigDocument &document, NodeIndex container)
{
    std::vector<NodeIndex> children;
    for (NodeIndex i = document.node(container).firstChild; i != ConfigDocument::noNode;
         i = document.node(i).nextSibling)
        children.push_back(i);
    return children;
}

bool isInsideFlow(const ConfigDocument &document, NodeIndex node)
{
    for (NodeIndex i = document.node(node).parent; i != ConfigDocument::noNode; i = document.node(i).parent) {
        if (document.node(i).style == ConfigDocument::Style::Flow)
            return true;
    }
    return false;
}

Value nested(const QList<QByteArray> &keys, qsizetype from, const Value &value)
{
    Value result = value;
    for (qsizetype i = keys.size() - 1; i >= from; --i)
        result = Value::map({{keys.at(i), result}});
    return result;
}

Span wholeLines(QByteArrayView source, qsizetype begin, qsizetype end)
{
    Span span{lineBegin(source, begin), nextLine(source, end)};
    const bool atLastLine = span.end == source.size() && lineEnd(source, end) == source.size();
    if (atLastLine && span.begin > byteOrderMark(source)) {
        // The line before becomes the last: without a line break, as the file was.
        --span.begin;
        if (source[span.begin] == '\n' && span.begin > 0 && source[span.begin - 1] == '\r')
            --span.begin;
    }
    return span;
}

} // namespace archivesmp::config
