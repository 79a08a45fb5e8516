// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/domain/finding.h"

#include "common/domain/enumnames.h"

#include <QCryptographicHash>

namespace archivesmp::domain {

using namespace Qt::StringLiterals;

namespace {
constexpr EnumNames<FindingKind, 15> kindNames{{{FindingKind::Changed, "changed"_L1},
                                                {FindingKind::MissingKey, "missing_key"_L1},
                                                {FindingKind::ExtraKey, "extra_key"_L1},
                                                {FindingKind::WrongType, "wrong_type"_L1},
                                                {FindingKind::MissingFile, "missing_file"_L1},
                                                {FindingKind::Unparsable, "unparsable"_L1},
                                                {FindingKind::UnsupportedFormat, "unsupported_format"_L1},
                                                {FindingKind::InvalidStructure, "invalid_structure"_L1},
                                                {FindingKind::MissingPlugin, "missing_plugin"_L1},
                                                {FindingKind::UnexpectedPlugin, "unexpected_plugin"_L1},
                                                {FindingKind::DuplicatePlugin, "duplicate_plugin"_L1},
                                                {FindingKind::WrongVersion, "wrong_version"_L1},
                                                {FindingKind::InstanceMismatch, "instance_mismatch"_L1},
                                                {FindingKind::Collision, "collision"_L1},
                                                {FindingKind::Unreadable, "unreadable"_L1}}};
constexpr EnumNames<Severity, 3> severityNames{
    {{Severity::Info, "info"_L1}, {Severity::Normal, "normal"_L1}, {Severity::Critical, "critical"_L1}}};
constexpr EnumNames<Layer, 3> layerNames{
    {{Layer::Universal, "universal"_L1}, {Layer::Server, "server"_L1}, {Layer::Instance, "instance"_L1}}};
constexpr qsizetype idLength = 16; // 128 bits decide that two findings are one
} // namespace

FindingId findingId(const Finding &finding)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const QString place = finding.file.isEmpty() ? u"plugin:"_s + finding.plugin : finding.file;
    for (const QString &part : {finding.instance.server, finding.instance.name, place, finding.key.toString(),
                                nameOf(finding.kind)}) {
        hash.addData(part.toUtf8());
        hash.addData(QByteArrayView("\0", 1));
    }
    return FindingId(QString::fromLatin1(hash.result().first(idLength).toHex()));
}

Finding mismatchOf(const Instance &instance)
{
    Finding finding;
    finding.instance = instance.ref;
    finding.kind = FindingKind::InstanceMismatch;
    finding.message = instance.onDisk ? u"its folder is there, but AMP does not list it"_s
                                      : u"AMP lists it, but it has no folder with a Minecraft root"_s;
    finding.id = findingId(finding);
    return finding;
}

bool isFixable(FindingKind kind)
{
    return kind == FindingKind::Changed || kind == FindingKind::MissingKey || kind == FindingKind::WrongType;
}

QString nameOf(FindingKind kind)
{
    return enumToName(kindNames, kind);
}

std::optional<FindingKind> findingKindFromName(QStringView text)
{
    return enumFromName(kindNames, text);
}

QString nameOf(Severity severity)
{
    return enumToName(severityNames, severity);
}

std::optional<Severity> severityFromName(QStringView text)
{
    return enumFromName(severityNames, text);
}

QString nameOf(Layer layer)
{
    return enumToName(layerNames, layer);
}

std::optional<Layer> layerFromName(QStringView text)
{
    return enumFromName(layerNames, text);
}

} // namespace archivesmp::domain
