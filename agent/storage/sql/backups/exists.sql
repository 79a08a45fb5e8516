-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT COUNT(*) FROM backups WHERE backup_uuid = ?
