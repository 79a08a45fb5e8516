// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/scan/filefix.h"

#include "common/config/configdocument.h"
#include "common/config/surgicaleditor.h"
#include "common/drift/comparisonrules.h"
#include "common/expectations/secretclassifier.h"
#include "common/scan/unifieddiff.h"

#include <QCryptographicHash>
#include <QHash>

#include <algorithm>
#include <optional>

namespace archivesmp::scan {

using namespace Qt::StringLiterals;
using config::Edit;
using domain::Finding;

namespace {

const QByteArray placeholder = QByteArrayLiteral("********");

enum class SealedSecrets { Refuse, Placeholder };

// What stands in the expectations for a secret's fingerprint; nullopt where they hold it sealed.
std::optional<Value> secretFor(const Finding &finding, const domain::SecretFingerprint &fingerprint,
                               const FixValues &values)
{
    for (const expectations::EffectiveSetting &setting : values.set.effective(finding.instance)) {
        const Value *value = std::get_if<Value>(&setting.value);
        if (value != nullptr && setting.plugin == finding.plugin
            && expectations::fingerprintOf(values.fleetKey, *value) == fingerprint)
            return *value;
    }
    return std::nullopt;
}

std::optional<Value> expectedValue(const Finding &finding, const FixValues &values, SealedSecrets sealed)
{
    if (const Value *plain = std::get_if<Value>(&finding.expected))
        return *plain;
    if (sealed == SealedSecrets::Placeholder)
        return Value::text(placeholder);
    const auto *secret = std::get_if<domain::SecretFingerprint>(&finding.expected);
    return secret == nullptr ? std::nullopt : secretFor(finding, *secret, values);
}

QByteArray masked(const QByteArray &text, config::Format format, const SecretPaths &secrets)
{
    const auto document = config::parse(text, format, config::pluginFileLimits);
    return document ? withoutSecrets(*document, secrets) : withoutSecrets(text);
}

// A rule that has expired still keeps its secrets: whoever lets it end will want them shown in the report,
// not in a diff.
SecretPaths secretsIn(const Finding &finding, const FixValues &values)
{
    const drift::ComparisonRules rules(values.set.rules(), finding.plugin, {});
    const auto concerned = rules.of(finding.file);
    if (!concerned)
        return {};
    return [rules = *concerned, instance = finding.instance](const KeyPath &key) {
        return rules.callsSecret(instance, key);
    };
}

config::Format formatOf(const QString &file)
{
    return config::formatOfFile(file);
}

// Whether the file is still the one that was scanned: by its hash where the finding has one, and by what
// stands at the finding's own key.
bool isAsScanned(const Finding &finding, const config::ConfigDocument &document, const QByteArray &sha256,
                 const QByteArray &fleetKey)
{
    if (finding.fix && !finding.fix->fileSha256.isEmpty() && finding.fix->fileSha256 != sha256)
        return false;
    const auto node = document.find(finding.key);
    if (node == config::ConfigDocument::noNode || domain::isAbsent(finding.actual))
        return node == config::ConfigDocument::noNode && domain::isAbsent(finding.actual);
    const Value actual = document.value(node);
    if (const auto *secret = std::get_if<domain::SecretFingerprint>(&finding.actual))
        return expectations::fingerprintOf(fleetKey, actual) == *secret;
    return std::get<Value>(finding.actual) == actual;
}

Result<void> requireAsScanned(const QByteArray &bytes, const QString &file, const QList<Finding> &findings,
                              const QByteArray &fleetKey)
{
    const auto document = config::parse(bytes, formatOf(file), config::pluginFileLimits);
    const QByteArray sha256 = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
    const bool isSame
        = document && std::all_of(findings.begin(), findings.end(), [&](const Finding &finding) {
              return isAsScanned(finding, *document, sha256, fleetKey);
          });
    if (isSame)
        return {};
    return Error{ErrorCode::Conflict, u"the file has changed since it was scanned"_s, file, 0, 0, {},
                 u"scan again"_s};
}

class FileFixing final
{
public:
    FileFixing(FileFix &fix, const FixValues &values)
        : _fix(fix)
        , _values(values)
        , _format(formatOf(fix.file))
    { }

    void apply(const QList<Finding> &findings)
    {
        QList<Edit> edits;
        QList<Finding> possible;
        for (const Finding &finding : findings) {
            const auto value = expectedValue(finding, _values, SealedSecrets::Refuse);
            if (!value) {
                _fix.refused.append({finding, u"the expected secret is not at hand here"_s});
                continue;
            }
            edits.append({finding.key, Edit::Action::Set, *value});
            possible.append(finding);
        }
        if (edits.isEmpty())
            return;
        if (auto after = config::applyEdits(_fix.before, _format, edits)) {
            _fix.after = *after;
            _fix.fixed = possible;
            return;
        }
        for (qsizetype i = 0; i < edits.size(); ++i) {
            const auto after = config::applyEdits(_fix.after, _format, {edits.at(i)});
            if (!after) {
                _fix.refused.append({possible.at(i), after.error().message});
                continue;
            }
            _fix.after = *after;
            _fix.fixed.append(possible.at(i));
        }
    }

private:
    FileFix &_fix;
    const FixValues &_values;
    config::Format _format;
};

// One file's bytes while its findings get their previews.
struct PreviewedFile
{
    QByteArray bytes;
    QByteArray sha256;
    QByteArray shown;
    SecretPaths secrets;
};

domain::FixPreview previewOf(const Finding &finding, const PreviewedFile &file, const FixValues &values)
{
    domain::FixPreview preview{file.sha256, {}, {}};
    const auto value = expectedValue(finding, values, SealedSecrets::Placeholder);
    const config::Format format = formatOf(finding.file);
    const auto after
        = config::applyEdits(file.bytes, format, {{finding.key, Edit::Action::Set, value.value_or(Value())}});
    if (after)
        preview.hunk = unifiedDiff(file.bytes, *after, file.shown, masked(*after, format, file.secrets));
    else
        preview.refusal = after.error().message;
    return preview;
}

} // namespace

QString FileFix::diff() const
{
    const config::Format format = formatOf(file);
    return unifiedDiff(before, after, masked(before, format, secrets), masked(after, format, secrets));
}

Result<FileFix> planFileFix(const SafeFolder &game, const QString &file, const QList<Finding> &findings,
                            const FixValues &values)
{
    auto bytes = game.read(file.toUtf8(), config::ParseLimits().bytes);
    if (!bytes)
        return bytes.error();
    if (const auto same = requireAsScanned(*bytes, file, findings, values.fleetKey); !same)
        return same.error();
    FileFix fix{file, *bytes, *bytes, {}, {}, {}};
    if (!findings.isEmpty())
        fix.secrets = secretsIn(findings.first(), values);
    FileFixing(fix, values).apply(findings);
    return fix;
}

void addPreviews(QList<Finding> &findings, const SafeFolder &game, const FixValues &values, int limit)
{
    QHash<QString, std::optional<PreviewedFile>> files;
    for (Finding &finding : findings) {
        if (limit <= 0)
            return;
        if (!domain::isFixable(finding.kind) || domain::isAbsent(finding.expected))
            continue;
        auto file = files.find(finding.file);
        if (file == files.end()) {
            file = files.insert(finding.file, std::nullopt);
            if (const auto bytes = game.read(finding.file.toUtf8(), config::ParseLimits().bytes)) {
                const SecretPaths secrets = secretsIn(finding, values);
                *file = PreviewedFile{*bytes, QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256),
                                      masked(*bytes, formatOf(finding.file), secrets), secrets};
            }
        }
        // A file that is gone meanwhile has no preview; the next scan reports it.
        if (!*file)
            continue;
        finding.fix = previewOf(finding, **file, values);
        --limit;
    }
}

} // namespace archivesmp::scan
