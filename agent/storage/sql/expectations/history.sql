-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT version, author, reason, CAST(created_at AS CHAR(26)), summary, undoes
FROM expectations WHERE ? = 0 OR version < ?
ORDER BY version DESC LIMIT ?
