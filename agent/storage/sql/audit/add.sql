-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO audit_log (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)
