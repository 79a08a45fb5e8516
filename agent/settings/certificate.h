// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/settings/agentsettings.h"
#include "common/core/result.h"

#include <QByteArray>
#include <QString>

namespace archivesmp::agent::settings {

// Makes a self-signed certificate for `name` (EC P-256, ten years) where either file of `tls` is absent; the
// key file is readable by its owner only. Existing files are left alone.
[[nodiscard]] Result<void> ensureCertificate(const TlsSettings &tls, const QString &name);

// SHA-256 of the certificate in DER form: what consoles and clients pin.
[[nodiscard]] Result<QByteArray> certificatePin(const QString &certificateFile);

// "9f:2c:…": as it is shown and typed.
[[nodiscard]] QString formattedPin(const QByteArray &pin);
[[nodiscard]] Result<QByteArray> parsePin(QStringView text); // with or without colons

} // namespace archivesmp::agent::settings
