-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT COUNT(*) FROM audit_log WHERE action = ? AND subject = ?
