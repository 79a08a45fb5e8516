-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT version, author, reason, CAST(created_at AS CHAR(26)), sha256, document
FROM expectations WHERE version = ?
