// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QString>

namespace archivesmp::agent::settings {

// Files that leave this machine: sealed in pieces of 64 KiB with AES-256-GCM, so that neither sealing nor
// opening needs more memory for a larger file. The layout, numbers big-endian:
//
//   "ASMPSEAL" | version 1 (1 byte) | key id (4) | salt (32)                 the header
//   final (1 byte) | length (4) | cipher text | tag (16)                     a piece; all but the last are
//   full
//
// Key and nonces come from the given key and the salt by HKDF-SHA256; each piece is bound to the header, its
// number and whether it is the last one, so that pieces cannot be cut off, swapped, doubled or brought from
// another file. Both calls block, make `to` anew (mode 0600), and leave no `to` behind after an error.

// The key has 32 bytes; InvalidArgument for another length.
[[nodiscard]] Result<void> sealFile(const Secret &key, const QString &from, const QString &to);

// UnsupportedFormat for what is no such file or one of a newer version, PermissionDenied for another key,
// Corrupt where a byte is not as it was sealed. Nothing of a file is used before all of it has been checked.
[[nodiscard]] Result<void> openSealedFile(const Secret &key, const QString &from, const QString &to);

} // namespace archivesmp::agent::settings
