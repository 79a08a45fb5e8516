// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/secretmask.h"

#include "common/expectations/secretclassifier.h"

#include <QRegularExpression>

#include <algorithm>
#include <vector>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using NodeIndex = ConfigDocument::NodeIndex;

namespace {

const QByteArray stars = QByteArrayLiteral("********");

struct Span
{
    qsizetype begin;
    qsizetype end;
};

// The key that a value goes by: that of the nearest map entry above it.
QByteArrayView keyOf(const ConfigDocument &document, NodeIndex index)
{
    while (index != ConfigDocument::noNode && document.node(index).key.isEmpty())
        index = document.node(index).parent;
    return index == ConfigDocument::noNode ? QByteArrayView() : document.node(index).key;
}

std::vector<Span> secretSpans(const ConfigDocument &document, const SecretPaths &named)
{
    std::vector<Span> spans;
    for (NodeIndex i = 0; i < document.nodes().size(); ++i) {
        const ConfigDocument::Node &node = document.node(i);
        // What an alias repeats is masked where it is written.
        const bool canBeSecret = node.type == Value::Type::Text || node.type == Value::Type::Integer
            || node.type == Value::Type::Real;
        if (!canBeSecret || node.text.isEmpty() || node.begin >= node.end)
            continue;
        if (expectations::isSecretKey(keyOf(document, i)) || expectations::isSecretText(node.text)
            || (named && named(document.pathOf(i))))
            spans.push_back({node.begin, node.end});
    }
    std::sort(spans.begin(), spans.end(), [](const Span &a, const Span &b) { return a.begin < b.begin; });
    return spans;
}

// Stars of a fixed length, because the length is a hint too; line breaks stay.
QByteArray starred(const QByteArray &text)
{
    QByteArrayList lines = text.split('\n');
    for (QByteArray &line : lines) {
        const QByteArray trimmed = line.trimmed();
        if (!trimmed.isEmpty() && trimmed != "|" && trimmed != ">" && trimmed != "|-" && trimmed != ">-")
            line.replace(line.indexOf(trimmed), trimmed.size(), stars);
    }
    return lines.join('\n');
}

QString replaced(QString line, const QRegularExpression &pattern, int group)
{
    QString out;
    qsizetype at = 0;
    for (auto it = pattern.globalMatch(line); it.hasNext();) {
        const auto match = it.next();
        if (match.capturedLength(group) == 0)
            continue;
        out += QStringView(line).sliced(at, match.capturedStart(group) - at);
        out += QString::fromLatin1(stars);
        at = match.capturedEnd(group);
    }
    return out + QStringView(line).sliced(at);
}

// Latin-1 keeps every byte as one character, whatever the text's encoding is.
QByteArray maskedLine(const QByteArray &line)
{
    static const QRegularExpression named(
        u"(?:password|passwd|pass|secret|token|credential|api[-_ ]?key)s?[\"']?\\s*[:=]\\s*(\\S[^&\\r]*)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression parameter(
        u"[?&;](?:user|username|password|passwd|pass|secret|token|api[-_]?key)=([^&;\\s\"']+)"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression userInfo(u"://([^/\\s@]+:[^/\\s@]+)@"_s);
    static const QRegularExpression webhook(
        u"(?:/api/webhooks/|hooks\\.slack\\.com/services/)([^\\s\"']+)"_s);
    QString text = QString::fromLatin1(line);
    text = replaced(text, parameter, 1);
    text = replaced(text, userInfo, 1);
    text = replaced(text, webhook, 1);
    // Outside of comments the spans know better; inside nothing else does. "*" goes on with a comment.
    static const QRegularExpression comment(u"#|(?:^|\\s)//|/\\*|^\\s*[!*]"_s);
    if (const auto match = comment.match(text); match.hasMatch())
        text = text.first(match.capturedStart()) + replaced(text.sliced(match.capturedStart()), named, 1);
    return text.toLatin1();
}

QByteArray maskedLines(const QByteArray &text)
{
    QByteArrayList lines = text.split('\n');
    for (QByteArray &line : lines)
        line = maskedLine(line);
    return lines.join('\n');
}

} // namespace

QByteArray withoutSecrets(const ConfigDocument &document, const SecretPaths &named)
{
    const QByteArray &source = document.source();
    QByteArray out;
    qsizetype at = 0;
    for (const Span &span : secretSpans(document, named)) {
        if (span.begin < at)
            continue;
        out += source.sliced(at, span.begin - at);
        out += starred(source.sliced(span.begin, span.end - span.begin));
        at = span.end;
    }
    out += source.sliced(at);
    // A value that gave way to a later one of the same key has no node, but stands there.
    const auto &problems = document.problems();
    const bool hidesValues = std::any_of(problems.begin(), problems.end(), [](const auto &problem) {
        return problem.kind == ConfigDocument::Problem::Kind::DuplicateKey;
    });
    return hidesValues ? withoutSecrets(out) : maskedLines(out);
}

QByteArray withoutSecrets(const QByteArray &text)
{
    static const QRegularExpression named(
        u"(?:password|passwd|pass|secret|token|credential|api[-_ ]?key)s?[\"']?\\s*[:=]\\s*(\\S[^\\r]*)"_s,
        QRegularExpression::CaseInsensitiveOption);
    QByteArrayList lines = text.split('\n');
    for (QByteArray &line : lines)
        line = replaced(QString::fromLatin1(maskedLine(line)), named, 1).toLatin1();
    return lines.join('\n');
}

} // namespace archivesmp::scan
