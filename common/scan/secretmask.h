// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/config/configdocument.h"
#include "common/core/keypath.h"

#include <QByteArray>

#include <functional>

namespace archivesmp::scan {

// Paths that are secret whatever their keys are called.
using SecretPaths = std::function<bool(const KeyPath &)>;

// The document's text with its secrets replaced by stars, line by line: the values of secret settings by
// their span, and in every line, comments included, what follows a secret's name, the credentials in URLs and
// the addresses of webhooks. Has as many lines as the source.
[[nodiscard]] QByteArray withoutSecrets(const config::ConfigDocument &document,
                                        const SecretPaths &named = {});

// The same for text that cannot be parsed, by its lines alone.
[[nodiscard]] QByteArray withoutSecrets(const QByteArray &text);

} // namespace archivesmp::scan
