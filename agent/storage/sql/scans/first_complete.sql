-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT CAST(MIN(at) AS CHAR(26)) FROM complete_scans WHERE instance_id = ? AND version >= ?
