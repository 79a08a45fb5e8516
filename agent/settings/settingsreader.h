// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/settings/sealedsecret.h"
#include "agent/settings/settingsnode.h"
#include "common/core/error.h"
#include "common/core/secret.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>

namespace archivesmp::agent::settings {

// Where secrets that are not written in the file itself come from.
struct SecretSources
{
    const SecretKey *key = nullptr; // for enc:v1:…; nullptr where the key file could not be read
    QString keyProblem;             // why
    QString credentialsFolder;      // systemd's $CREDENTIALS_DIRECTORY; empty where not run by it
};

// Reads one map of the settings, key by key. What is wrong is collected with line and field, so that one run
// names it all; a getter then gives its default. Keys that nobody asked for are errors too, with the nearest
// known key.
class SettingsReader final
{
public:
    // Both must outlive the reader.
    SettingsReader(const SettingsNode &map, QString path, QList<Error> &errors);

    [[nodiscard]] bool has(QStringView key);
    [[nodiscard]] QString text(QStringView key, const QString &fallback = {});
    [[nodiscard]] QString requiredText(QStringView key);
    [[nodiscard]] int integer(QStringView key, int fallback, int least, int most);
    [[nodiscard]] bool boolean(QStringView key, bool fallback);
    [[nodiscard]] std::chrono::milliseconds duration(
        QStringView key, std::chrono::milliseconds fallback); // "500ms", "5s", "10m", "1h"
    [[nodiscard]] Secret requiredSecret(QStringView key, const SecretSources &sources);
    [[nodiscard]] std::optional<SettingsReader> section(QStringView key); // absent or a map
    [[nodiscard]] QList<SettingsReader> sections(QStringView key);        // a list of maps
    [[nodiscard]] QStringList texts(QStringView key, const QStringList &fallback);

    // Reports the keys that were never asked for. Call it last.
    void finish();

    void reject(QStringView key, const QString &message, const QString &remedy = {});
    // The same with line and field, for what is no mistake.
    [[nodiscard]] Error about(QStringView key, const QString &message, const QString &remedy = {}) const;
    [[nodiscard]] QString fieldOf(QStringView key) const;

private:
    [[nodiscard]] const SettingsNode *ask(QStringView key);
    [[nodiscard]] const SettingsNode *askScalar(QStringView key);
    [[nodiscard]] Secret readSecretFile(QStringView key, const QString &path);

    const SettingsNode *_map;
    QString _path;
    QList<Error> *_errors;
    QStringList _asked;
};

} // namespace archivesmp::agent::settings
