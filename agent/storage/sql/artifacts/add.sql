-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO artifacts (sha256, size, created_at, created_by) VALUES (?, ?, ?, ?)
