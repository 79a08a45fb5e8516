-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT action FROM audit_log ORDER BY id DESC LIMIT ?
