// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/drift/findings.h"

#include <algorithm>

namespace archivesmp::drift {

using namespace Qt::StringLiterals;
using config::ConfigDocument;
using domain::Finding;
using domain::FindingKind;
using domain::Severity;

namespace {

void placeAt(Finding &finding, const ConfigDocument &document, ConfigDocument::NodeIndex node)
{
    finding.key = document.pathOf(node);
    finding.line = static_cast<int>(document.node(node).line);
    finding.column = static_cast<int>(document.node(node).column);
}

QString sortOf(Value::Type type)
{
    switch (type) {
    case Value::Type::List:
        return u"a list"_s;
    case Value::Type::Text:
        return u"a text"_s;
    case Value::Type::Boolean:
        return u"a truth value"_s;
    case Value::Type::Integer:
    case Value::Type::Real:
        return u"a number"_s;
    case Value::Type::Map:
        return u"a map"_s;
    case Value::Type::Null:
        break;
    }
    return u"nothing"_s;
}

} // namespace

Finding newFinding(const domain::InstanceRef &instance, const QString &plugin, const QString &file,
                   FindingKind kind, const QDateTime &seenAt)
{
    Finding finding;
    finding.instance = instance;
    finding.plugin = plugin;
    finding.file = file;
    finding.kind = kind;
    finding.severity = usualSeverity(kind);
    finding.firstSeen = seenAt;
    finding.lastSeen = seenAt;
    return finding;
}

Finding identified(Finding finding)
{
    finding.id = domain::findingId(finding);
    return finding;
}

Severity usualSeverity(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Unparsable:
    case FindingKind::MissingPlugin:
    case FindingKind::DuplicatePlugin:
    case FindingKind::Collision:
        return Severity::Critical;
    case FindingKind::ExtraKey:
    case FindingKind::UnsupportedFormat:
        return Severity::Info;
    case FindingKind::Changed:
    case FindingKind::MissingKey:
    case FindingKind::WrongType:
    case FindingKind::MissingFile:
    case FindingKind::InvalidStructure:
    case FindingKind::UnexpectedPlugin:
    case FindingKind::WrongVersion:
    case FindingKind::InstanceMismatch:
    case FindingKind::Unreadable:
        break;
    }
    return Severity::Normal;
}

Finding differing(Finding finding, Match match, const ConfigDocument &document,
                  ConfigDocument::NodeIndex node)
{
    placeAt(finding, document, node);
    finding.actual = document.value(node);
    finding.kind = match == Match::Different ? FindingKind::Changed : FindingKind::WrongType;
    finding.severity = match == Match::OtherSpelling ? Severity::Info : usualSeverity(finding.kind);
    return identified(std::move(finding));
}

Finding extraKey(Finding finding, const ConfigDocument &document, ConfigDocument::NodeIndex node)
{
    placeAt(finding, document, node);
    return identified(std::move(finding));
}

Finding structureConflict(Finding finding, const ConfigDocument &document, ConfigDocument::NodeIndex node)
{
    placeAt(finding, document, node);
    finding.message = sortOf(document.node(node).type) + u" where a map must be"_s;
    return identified(std::move(finding));
}

Finding refused(Finding finding, const Error &error)
{
    finding.kind = error.code == ErrorCode::UnsupportedFormat ? FindingKind::UnsupportedFormat
                                                              : FindingKind::Unparsable;
    finding.severity = usualSeverity(finding.kind);
    finding.message = error.remedy.isEmpty() ? error.message : error.message + u"; "_s + error.remedy;
    finding.line = error.line;
    finding.column = error.column;
    return identified(std::move(finding));
}

std::optional<Finding> problemFinding(Finding finding, const ConfigDocument &document)
{
    using Problem = ConfigDocument::Problem;
    if (document.problems().isEmpty())
        return std::nullopt;
    const auto isMild = [](const Problem &problem) { return problem.kind == Problem::Kind::InvalidEscape; };
    const bool onlyMild = std::all_of(document.problems().begin(), document.problems().end(), isMild);
    QStringList messages;
    for (const Problem &problem : document.problems())
        messages.append(u"line %1: %2"_s.arg(problem.line).arg(problem.message));
    finding.message = messages.join(u"; "_s);
    finding.line = document.problems().first().line;
    finding.column = document.problems().first().column;
    finding.severity = onlyMild ? Severity::Info : Severity::Normal;
    return identified(std::move(finding));
}

} // namespace archivesmp::drift
