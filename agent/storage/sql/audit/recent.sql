-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT CAST(at AS CHAR(26)), actor, action, subject, detail FROM audit_log ORDER BY id DESC LIMIT ?
