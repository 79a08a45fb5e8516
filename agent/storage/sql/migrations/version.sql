-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT COALESCE(MAX(version), 0) FROM schema_migrations
