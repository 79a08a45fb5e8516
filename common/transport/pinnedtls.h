// SPDX-License-Identifier: GPL-3.0-or-later
// Whom a client of ours trusts behind an address, without ever ignoring a TLS error.
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QSslConfiguration>
#include <QString>

#include <chrono>

namespace archivesmp::transport {

// A pin, an authority, both, or neither (then the system's authorities count).
struct PeerTrust
{
    QByteArray pin; // SHA-256 of the peer's certificate (DER), 32 bytes
    QString caFile; // PEM

    friend bool operator==(const PeerTrust &, const PeerTrust &) = default;
};

// What a connection to the peer is to be opened with.
struct TrustedPeer
{
    QSslConfiguration configuration; // VerifyPeer, TLS 1.2 or later
    QString verifyName;              // the name to check the certificate against; empty for the host's
};

// Works out how to trust `host`. With a pin this connects once, sends nothing, and compares the certificate:
// that very certificate (or the root that it came with) becomes the only authority of the configuration, so
// that whoever answers the connections made with it must own its key. Its own name is then taken as the name
// to verify: the pin says more than a name does. Completed in the calling thread, which needs an event loop.
// Errors: PermissionDenied where the certificate is not the pinned one, Unavailable and Timeout where nobody
// answers, InvalidInput for an unreadable authority.
[[nodiscard]] QFuture<Result<TrustedPeer>> trustPeer(const QString &host, quint16 port,
                                                     const PeerTrust &trust,
                                                     std::chrono::milliseconds timeout);

// "ab12…", 64 digits: how a pin is shown and written in a configuration.
[[nodiscard]] QString pinToText(const QByteArray &pin);

// Reads 64 hexadecimal digits, with or without colons between the bytes.
[[nodiscard]] Result<QByteArray> pinFromText(QStringView text);

} // namespace archivesmp::transport
