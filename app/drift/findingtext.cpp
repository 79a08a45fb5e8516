// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/drift/findingtext.h"

#include "common/core/overloaded.h"
#include "common/core/textescape.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace archivesmp::app::drift {

using namespace Qt::StringLiterals;
using namespace archivesmp::domain;
using widgets::Tone;

namespace {

constexpr qsizetype longestValue = 200;

QString tr(const char *text)
{
    return QCoreApplication::translate("FindingText", text);
}

QString dots()
{
    return QString(6, QChar(0x2022));
}

// What stands in the place of a value where the finding is about no value.
QString expectedState(FindingKind kind)
{
    switch (kind) {
    case FindingKind::ExtraKey:
        return tr("nothing");
    case FindingKind::MissingPlugin:
        return tr("installed");
    case FindingKind::UnexpectedPlugin:
        return tr("not installed");
    case FindingKind::DuplicatePlugin:
        return tr("one JAR");
    case FindingKind::MissingFile:
        return tr("a file");
    case FindingKind::Unparsable:
    case FindingKind::UnsupportedFormat:
    case FindingKind::Unreadable:
        return tr("readable");
    default:
        return {};
    }
}

QString actualState(FindingKind kind)
{
    switch (kind) {
    case FindingKind::MissingKey:
    case FindingKind::MissingFile:
    case FindingKind::MissingPlugin:
        return tr("missing");
    case FindingKind::UnexpectedPlugin:
        return tr("installed");
    case FindingKind::DuplicatePlugin:
        return tr("several JARs");
    case FindingKind::Unparsable:
    case FindingKind::Unreadable:
    case FindingKind::UnsupportedFormat:
        return tr("not readable");
    default:
        return {};
    }
}

} // namespace

QString kindText(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Changed:
        return tr("changed");
    case FindingKind::MissingKey:
        return tr("missing key");
    case FindingKind::ExtraKey:
        return tr("extra key");
    case FindingKind::WrongType:
        return tr("other type");
    case FindingKind::MissingFile:
        return tr("missing file");
    case FindingKind::Unparsable:
        return tr("unparsable");
    case FindingKind::UnsupportedFormat:
        return tr("unknown format");
    case FindingKind::InvalidStructure:
        return tr("other structure");
    case FindingKind::MissingPlugin:
        return tr("missing plugin");
    case FindingKind::UnexpectedPlugin:
        return tr("extra plugin");
    case FindingKind::DuplicatePlugin:
        return tr("duplicate plugin");
    case FindingKind::WrongVersion:
        return tr("other version");
    case FindingKind::InstanceMismatch:
        return tr("AMP and disk differ");
    case FindingKind::Collision:
        return tr("collision");
    case FindingKind::Unreadable:
        return tr("unreadable");
    }
    Q_UNREACHABLE();
}

QString severityText(Severity severity)
{
    switch (severity) {
    case Severity::Info:
        return tr("info");
    case Severity::Normal:
        return tr("normal");
    case Severity::Critical:
        return tr("critical");
    }
    Q_UNREACHABLE();
}

QString layerText(Layer layer)
{
    switch (layer) {
    case Layer::Universal:
        return tr("Universal");
    case Layer::Server:
        return tr("Server");
    case Layer::Instance:
        return tr("Instance");
    }
    Q_UNREACHABLE();
}

widgets::Mark severityMark(Severity severity)
{
    return widgets::urgencyMark(static_cast<int>(severity));
}

QString valueText(const ShownValue &value, TextQuotes quotes)
{
    return std::visit(
        Overloaded{[](std::monostate) { return QString(); }, [](const SecretFingerprint &) { return dots(); },
                   [quotes](const Value &held) {
                       const QString text = excerpt(QString::fromUtf8(held.toPlainText()), longestValue);
                       if (held.isNull())
                           return u"null"_s;
                       const bool quoted = held.type() == Value::Type::Text
                           && (quotes == TextQuotes::With || text.isEmpty());
                       return quoted ? QString(u'"' + text + u'"') : text;
                   }},
        value);
}

QString expectedText(const Finding &finding)
{
    if (isAbsent(finding.expected))
        return expectedState(finding.kind);
    return valueText(finding.expected,
                     finding.kind == FindingKind::WrongType ? TextQuotes::With : TextQuotes::Without);
}

QString actualText(const Finding &finding)
{
    if (isSecret(finding.actual))
        return dots() + u' ' + (finding.actual == finding.expected ? tr("equal") : tr("differs"));
    if (isAbsent(finding.actual))
        return actualState(finding.kind);
    return valueText(finding.actual,
                     finding.kind == FindingKind::WrongType ? TextQuotes::With : TextQuotes::Without);
}

Tone actualTone(const Finding &finding)
{
    if (isAbsent(finding.actual))
        return Tone::Secondary;
    return finding.severity == Severity::Info ? Tone::Text : severityMark(finding.severity).tone;
}

QString subjectText(const Finding &finding)
{
    if (!finding.key.isEmpty())
        return finding.key.toString();
    if (!finding.file.isEmpty())
        return finding.file;
    return finding.plugin.isEmpty() ? finding.instance.name : finding.plugin;
}

QString explanation(const Finding &finding)
{
    if (!finding.message.isEmpty())
        return finding.message;
    switch (finding.kind) {
    case FindingKind::MissingKey:
        return tr("The file does not hold this setting; the plugin uses its own default.");
    case FindingKind::ExtraKey:
        return tr("Nothing is expected of this setting.");
    case FindingKind::WrongType:
        return tr("The values mean the same or nearly so, but are written as different types.");
    case FindingKind::MissingPlugin:
        return tr("The deployment matrix wants this plugin here.");
    case FindingKind::UnexpectedPlugin:
        return tr("The deployment matrix does not want this plugin here.");
    case FindingKind::MissingFile:
        return tr("Settings are expected of a file that is not there.");
    default:
        return {};
    }
}

QString remedyText(FindingKind kind)
{
    switch (kind) {
    case FindingKind::Changed:
    case FindingKind::MissingKey:
    case FindingKind::WrongType:
        return {};
    case FindingKind::ExtraKey:
        return tr("Take the setting out of the file, or accept it.");
    case FindingKind::MissingFile:
        return tr("The plugin writes the file at its first start; scan again after that.");
    case FindingKind::Unparsable:
    case FindingKind::InvalidStructure:
        return tr("Mend the file on the server, then scan again.");
    case FindingKind::UnsupportedFormat:
        return tr("Compare it by hand, or ignore it.");
    case FindingKind::MissingPlugin:
        return tr("Deploy… puts the plugin there.");
    case FindingKind::UnexpectedPlugin:
        return tr("Take its JAR away on the server, or accept it.");
    case FindingKind::DuplicatePlugin:
        return tr("Take all JARs but one away on the server, then scan again.");
    case FindingKind::WrongVersion:
        return tr("Deploy… puts the wanted version there.");
    case FindingKind::InstanceMismatch:
        return tr("Bring AMP and the disk in line on the server, then scan again.");
    case FindingKind::Collision:
        return tr("Give each instance a value of its own, or ignore it where they may share one.");
    case FindingKind::Unreadable:
        return tr("Let the agent read the file, then scan again.");
    }
    Q_UNREACHABLE();
}

} // namespace archivesmp::app::drift
