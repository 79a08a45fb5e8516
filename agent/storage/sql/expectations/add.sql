-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO expectations (version, author, reason, created_at, sha256, document, summary, undoes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
