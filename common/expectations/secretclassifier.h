// SPDX-License-Identifier: GPL-3.0-or-later
// Which settings nobody may see.
#pragma once

#include "common/core/value.h"
#include "common/domain/finding.h"

#include <QByteArray>
#include <QByteArrayView>

namespace archivesmp::expectations {

// Whether a word of the key (split at case, '-', '_', '.' and blanks) is password, passwd, pass, pwd,
// passphrase, secret, token or credential, or one of many, or it names an API, private, access, auth or
// license key. User_Password and MineSkinAPIKey are; Compass and MaxPassengers are not.
[[nodiscard]] bool isSecretKey(QByteArrayView lastKey);

// Whether the text is a URL with credentials, or a webhook, which is as good as a password.
[[nodiscard]] bool isSecretText(QByteArrayView text);

// Whether the value of a setting with this last key is a secret. Only texts that are not empty are, and lists
// that hold one.
[[nodiscard]] bool isSecretSetting(QByteArrayView lastKey, const Value &value);

// Whether there is a text in it that is not empty: what a rule that calls a setting secret makes one.
[[nodiscard]] bool holdsText(const Value &value);

// HMAC-SHA256 with the fleet's key over type and canonical value.
[[nodiscard]] domain::SecretFingerprint fingerprintOf(const QByteArray &fleetKey, const Value &value);

} // namespace archivesmp::expectations
