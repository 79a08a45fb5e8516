// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/storedresults.h"

#include <QIODevice>

namespace archivesmp::scan {

using domain::Finding;

namespace {

constexpr int deepest = 64;

template <typename Enum>
void writeEnum(QDataStream &out, Enum value)
{
    out << static_cast<quint8>(value);
}

// Values beyond the last one are a fault.
template <typename Enum>
Enum readEnum(QDataStream &in, Enum last)
{
    quint8 value = 0;
    in >> value;
    if (value > static_cast<quint8>(last)) {
        in.setStatus(QDataStream::ReadCorruptData);
        return last;
    }
    return static_cast<Enum>(value);
}

// A list cannot have more elements than there are bytes left.
qint64 readCount(QDataStream &in)
{
    quint32 count = 0;
    in >> count;
    if (in.status() == QDataStream::Ok && count > in.device()->bytesAvailable())
        in.setStatus(QDataStream::ReadCorruptData);
    return in.status() == QDataStream::Ok ? count : 0;
}

template <typename T, typename Read>
QList<T> readList(QDataStream &in, const Read &read)
{
    QList<T> list;
    for (qint64 left = readCount(in); left > 0 && in.status() == QDataStream::Ok; --left)
        list.append(read());
    return list;
}

void writeCount(QDataStream &out, qsizetype count)
{
    out << static_cast<quint32>(count);
}

void writeValue(QDataStream &out, const Value &value)
{
    writeEnum(out, value.type());
    switch (value.type()) {
    case Value::Type::Null:
        return;
    case Value::Type::Boolean:
        out << value.toBoolean();
        return;
    case Value::Type::Integer:
        out << value.toInteger() << value.numberSource();
        return;
    case Value::Type::Real:
        out << value.toReal() << value.numberSource();
        return;
    case Value::Type::Text:
        out << value.toText();
        return;
    case Value::Type::List:
        writeCount(out, value.items().size());
        for (const Value &item : value.items())
            writeValue(out, item);
        return;
    case Value::Type::Map:
        writeCount(out, value.entries().size());
        for (const auto &[key, child] : value.entries()) {
            out << key;
            writeValue(out, child);
        }
        return;
    }
}

template <typename T>
T readPlain(QDataStream &in)
{
    T value{};
    in >> value;
    return value;
}

Value readValue(QDataStream &in, int depth)
{
    const auto type = readEnum(in, Value::Type::Map);
    if (depth > deepest)
        in.setStatus(QDataStream::ReadCorruptData);
    if (in.status() != QDataStream::Ok)
        return {};
    switch (type) {
    case Value::Type::Null:
        break;
    case Value::Type::Boolean:
        return Value::boolean(readPlain<bool>(in));
    case Value::Type::Integer: {
        const auto number = readPlain<qint64>(in);
        return Value::integer(number, readPlain<QByteArray>(in));
    }
    case Value::Type::Real: {
        const auto number = readPlain<double>(in);
        return Value::real(number, readPlain<QByteArray>(in));
    }
    case Value::Type::Text:
        return Value::text(readPlain<QByteArray>(in));
    case Value::Type::List:
        return Value::list(readList<Value>(in, [&] { return readValue(in, depth + 1); }));
    case Value::Type::Map:
        return Value::map(readList<std::pair<QByteArray, Value>>(in, [&] {
            auto key = readPlain<QByteArray>(in);
            return std::pair(std::move(key), readValue(in, depth + 1));
        }));
    }
    return {};
}

void writeShown(QDataStream &out, const domain::ShownValue &value)
{
    out << static_cast<quint8>(value.index());
    if (const auto *plain = std::get_if<Value>(&value))
        writeValue(out, *plain);
    else if (const auto *secret = std::get_if<domain::SecretFingerprint>(&value))
        out << secret->hmac;
}

domain::ShownValue readShown(QDataStream &in)
{
    switch (readPlain<quint8>(in)) {
    case 0:
        return {};
    case 1:
        return readValue(in, 0);
    case 2:
        return domain::SecretFingerprint{readPlain<QByteArray>(in)};
    default:
        in.setStatus(QDataStream::ReadCorruptData);
        return {};
    }
}

void writeRef(QDataStream &out, const domain::InstanceRef &ref)
{
    out << ref.server << ref.name;
}

domain::InstanceRef readRef(QDataStream &in)
{
    domain::InstanceRef ref;
    in >> ref.server >> ref.name;
    return ref;
}

void writeFinding(QDataStream &out, const Finding &finding)
{
    out << finding.id.toString();
    writeRef(out, finding.instance);
    out << finding.plugin << finding.file;
    write(out, finding.key);
    writeEnum(out, finding.kind);
    writeEnum(out, finding.severity);
    writeShown(out, finding.expected);
    writeShown(out, finding.actual);
    out << static_cast<quint8>(finding.layer ? 1 + static_cast<int>(*finding.layer) : 0);
    out << finding.line << finding.column << finding.fix.has_value();
    if (finding.fix)
        out << finding.fix->fileSha256 << finding.fix->hunk << finding.fix->refusal;
    out << finding.message;
}

Finding readFinding(QDataStream &in, const QDateTime &seenAt)
{
    Finding finding;
    finding.id = FindingId(readPlain<QString>(in));
    finding.instance = readRef(in);
    in >> finding.plugin >> finding.file;
    finding.key = readKeyPath(in);
    finding.kind = readEnum(in, domain::FindingKind::Unreadable);
    finding.severity = readEnum(in, domain::Severity::Critical);
    finding.expected = readShown(in);
    finding.actual = readShown(in);
    const auto layer = readPlain<quint8>(in);
    if (layer > 1 + static_cast<int>(domain::Layer::Instance))
        in.setStatus(QDataStream::ReadCorruptData);
    else if (layer > 0)
        finding.layer = static_cast<domain::Layer>(layer - 1);
    in >> finding.line >> finding.column;
    if (readPlain<bool>(in)) {
        finding.fix.emplace();
        in >> finding.fix->fileSha256 >> finding.fix->hunk >> finding.fix->refusal;
    }
    in >> finding.message;
    finding.firstSeen = seenAt;
    finding.lastSeen = seenAt;
    return finding;
}

void writePlugin(QDataStream &out, const domain::InstalledPlugin &plugin)
{
    writeRef(out, plugin.instance);
    out << plugin.name << plugin.version << plugin.jarFile << plugin.jarSha256 << plugin.folder;
    writeEnum(out, plugin.platform);
}

domain::InstalledPlugin readPlugin(QDataStream &in)
{
    domain::InstalledPlugin plugin;
    plugin.instance = readRef(in);
    in >> plugin.name >> plugin.version >> plugin.jarFile >> plugin.jarSha256 >> plugin.folder;
    plugin.platform = readEnum(in, domain::Platform::Geyser);
    return plugin;
}

void writeObservation(QDataStream &out, const domain::Observation &seen)
{
    out << seen.rule.toString() << seen.plugin << seen.file;
    write(out, seen.key);
    writeShown(out, seen.value);
    out << seen.group << seen.line << seen.column << seen.asExpected;
}

domain::Observation readObservation(QDataStream &in)
{
    domain::Observation seen;
    seen.rule = RuleId(readPlain<QString>(in));
    in >> seen.plugin >> seen.file;
    seen.key = readKeyPath(in);
    seen.value = readShown(in);
    in >> seen.group >> seen.line >> seen.column >> seen.asExpected;
    return seen;
}

void writeUnresolved(QDataStream &out, const QList<domain::UnresolvedKeys> &unresolved)
{
    writeCount(out, unresolved.size());
    for (const domain::UnresolvedKeys &keys : unresolved)
        out << keys.plugin << keys.reason << keys.settings << keys.examples;
}

QList<domain::UnresolvedKeys> readUnresolved(QDataStream &in)
{
    return readList<domain::UnresolvedKeys>(in, [&in] {
        domain::UnresolvedKeys keys;
        in >> keys.plugin >> keys.reason >> keys.settings;
        keys.examples = readList<QString>(in, [&in] { return readPlain<QString>(in); });
        return keys;
    });
}

void writeReport(QDataStream &out, const domain::DriftReport &report)
{
    writeRef(out, report.instance);
    out << report.hasExpectations << report.expectationsHash << report.onlyPlugins;
    write(out, report.counts);
    writeCount(out, report.plugins.size());
    for (const auto &plugin : report.plugins)
        writePlugin(out, plugin);
    write(out, report.findings);
    writeCount(out, report.observations.size());
    for (const auto &seen : report.observations)
        writeObservation(out, seen);
    writeUnresolved(out, report.unresolved);
}

domain::DriftReport readReport(QDataStream &in, const QDateTime &startedAt)
{
    domain::DriftReport report;
    report.instance = readRef(in);
    report.startedAt = startedAt;
    in >> report.hasExpectations >> report.expectationsHash;
    report.onlyPlugins = readList<QString>(in, [&in] { return readPlain<QString>(in); });
    report.counts = readCounts(in);
    report.plugins = readList<domain::InstalledPlugin>(in, [&in] { return readPlugin(in); });
    report.findings = readFindings(in, startedAt);
    report.observations = readList<domain::Observation>(in, [&in] { return readObservation(in); });
    report.unresolved = readUnresolved(in);
    report.finishedAt = QDateTime::currentDateTimeUtc();
    return report;
}

} // namespace

void setUp(QDataStream &stream)
{
    stream.setVersion(QDataStream::Qt_6_4);
    stream.setFloatingPointPrecision(QDataStream::DoublePrecision);
}

void write(QDataStream &out, const KeyPath &path)
{
    writeCount(out, path.size());
    for (const QByteArray &key : path.keys())
        out << key;
}

KeyPath readKeyPath(QDataStream &in)
{
    return KeyPath(readList<QByteArray>(in, [&in] { return readPlain<QByteArray>(in); }));
}

void write(QDataStream &out, const domain::ScanCounts &counts)
{
    out << counts.servers << counts.instances << counts.plugins << counts.files << counts.bytes
        << counts.settings;
}

domain::ScanCounts readCounts(QDataStream &in)
{
    domain::ScanCounts counts;
    in >> counts.servers >> counts.instances >> counts.plugins >> counts.files >> counts.bytes
        >> counts.settings;
    return counts;
}

void write(QDataStream &out, const QList<Finding> &findings)
{
    writeCount(out, findings.size());
    for (const Finding &finding : findings)
        writeFinding(out, finding);
}

QList<Finding> readFindings(QDataStream &in, const QDateTime &seenAt)
{
    return readList<Finding>(in, [&] { return readFinding(in, seenAt); });
}

QByteArray toBytes(const FileOutcome &outcome)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    setUp(out);
    write(out, outcome.findings);
    write(out, outcome.counts);
    writeCount(out, outcome.traces.learned.size());
    for (const auto &[entry, path] : outcome.traces.learned) {
        out << entry;
        write(out, path);
    }
    writeCount(out, outcome.traces.missing.size());
    for (const auto &[entry, finding] : outcome.traces.missing)
        out << entry << finding.toString();
    return bytes;
}

std::optional<FileOutcome> fileOutcomeFrom(const QByteArray &bytes, const QDateTime &seenAt)
{
    QDataStream in(bytes);
    setUp(in);
    FileOutcome outcome;
    outcome.findings = readFindings(in, seenAt);
    outcome.counts = readCounts(in);
    outcome.traces.learned = readList<std::pair<int, KeyPath>>(in, [&in] {
        const auto entry = readPlain<qint32>(in);
        return std::pair<int, KeyPath>(entry, readKeyPath(in));
    });
    outcome.traces.missing = readList<std::pair<int, FindingId>>(in, [&in] {
        const auto entry = readPlain<qint32>(in);
        return std::pair<int, FindingId>(entry, FindingId(readPlain<QString>(in)));
    });
    if (in.status() != QDataStream::Ok || !in.atEnd())
        return std::nullopt;
    return outcome;
}

QByteArray toBytes(const QList<drift::KeyResolver::Votes> &votes)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    setUp(out);
    writeCount(out, votes.size());
    for (const auto &counted : votes)
        out << counted.group << counted.count;
    return bytes;
}

QList<drift::KeyResolver::Votes> votesFrom(const QByteArray &bytes)
{
    QDataStream in(bytes);
    setUp(in);
    return readList<drift::KeyResolver::Votes>(in, [&in] {
        drift::KeyResolver::Votes votes;
        in >> votes.group >> votes.count;
        return votes;
    });
}

QByteArray toBytes(const FleetReport &report)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    setUp(out);
    writeCount(out, report.reports.size());
    for (const domain::DriftReport &own : report.reports)
        writeReport(out, own);
    writeUnresolved(out, report.unresolved);
    return bytes;
}

std::optional<FleetReport> fleetReportFrom(const QByteArray &bytes, const QDateTime &startedAt)
{
    QDataStream in(bytes);
    setUp(in);
    FleetReport report;
    report.reports = readList<domain::DriftReport>(in, [&] { return readReport(in, startedAt); });
    report.unresolved = readUnresolved(in);
    if (in.status() != QDataStream::Ok || !in.atEnd())
        return std::nullopt;
    return report;
}

} // namespace archivesmp::scan
