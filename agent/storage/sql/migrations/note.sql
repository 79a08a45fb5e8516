-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO schema_migrations (version, name) VALUES (?, ?)
