// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "common/domain/rule.h"
#include "common/expectations/aliastable.h"
#include "common/expectations/deploymentmatrix.h"
#include "common/expectations/setting.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace archivesmp::expectations {

// Everything that is expected of a fleet: one immutable version of it. May be shared between threads.
class ExpectationSet final
{
public:
    struct Contents
    {
        QList<PluginExpectations> plugins; // sorted by name and platform, unique
        DeploymentMatrix matrix;
        bool matrixAccepted = false; // whether missing and unexpected plugins are judged by it
        AliasTable aliases;
        QList<domain::Rule> rules; // those that change what a comparison finds; sorted by id

        friend bool operator==(const Contents &, const Contents &) = default;
    };

    ExpectationSet() = default;
    // Puts the contents in order; of the rules it keeps what a comparison needs to know.
    explicit ExpectationSet(Contents contents);

    [[nodiscard]] const Contents &contents() const { return _contents; }
    [[nodiscard]] const QList<PluginExpectations> &plugins() const { return _contents.plugins; }
    [[nodiscard]] const DeploymentMatrix &matrix() const { return _contents.matrix; }
    [[nodiscard]] bool matrixAccepted() const { return _contents.matrixAccepted; }
    [[nodiscard]] const AliasTable &aliases() const { return _contents.aliases; }
    [[nodiscard]] const QList<domain::Rule> &rules() const { return _contents.rules; }

    // The same expectations with these rules instead of its own.
    [[nodiscard]] ExpectationSet withRules(const QList<domain::Rule> &rules) const;

    // Whether nothing at all is expected; hasExpectationsFor() asks for one instance.
    [[nodiscard]] bool isEmpty() const { return plugins().isEmpty() && matrix().isEmpty(); }

    // Names that the matrix or a variable setting uses, aliases followed, sorted.
    [[nodiscard]] QStringList instanceNames() const;

    // The settings that have a value for this instance, by plugin and key. They count where the plugin is.
    [[nodiscard]] QList<EffectiveSetting> effective(const domain::InstanceRef &instance) const;

    // Which cell of the matrix' rows speaks of the instance, aliases followed; -1 where none does.
    [[nodiscard]] qsizetype matrixColumn(const domain::InstanceRef &instance) const;

    // Canonical: equal sets give equal bytes, and fromJson(toJson()) is the set again.
    [[nodiscard]] QByteArray toJson() const;
    [[nodiscard]] static Result<ExpectationSet> fromJson(const QByteArray &json);
    [[nodiscard]] QByteArray hash() const; // SHA-256 of toJson(), 32 bytes

    // The same set with every expected secret taken out, and what was taken out by reference.
    struct Sealed;
    [[nodiscard]] Sealed sealed(const QByteArray &fleetKey) const;

    // The reference of the sealed secret of this plugin with this fingerprint; empty where nobody knows its
    // text.
    [[nodiscard]] QString secretReference(const QString &plugin,
                                          const domain::SecretFingerprint &fingerprint) const;

    friend bool operator==(const ExpectationSet &, const ExpectationSet &) = default;

private:
    Contents _contents;
};

struct ExpectationSet::Sealed
{
    ExpectationSet set;
    QHash<QString, Secret> secrets; // by reference; the secret's canonical JSON: a text or a list of texts
};

struct LayeredValue
{
    const ExpectedValue *value = nullptr; // belongs to the setting
    domain::Layer layer = domain::Layer::Universal;
};

// What the highest layer that speaks of the instance says; nullopt where none does.
[[nodiscard]] std::optional<LayeredValue> winningValue(const Setting &setting,
                                                       const domain::InstanceRef &instance,
                                                       const AliasTable &aliases);
// The same, unless it says that nothing is expected: the value that counts for the instance.
[[nodiscard]] std::optional<LayeredValue> effectiveValue(const Setting &setting,
                                                         const domain::InstanceRef &instance,
                                                         const AliasTable &aliases);

} // namespace archivesmp::expectations
