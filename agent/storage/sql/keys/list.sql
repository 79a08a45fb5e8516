-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT name, role, server, key_sha256, CAST(created_at AS CHAR(26)), CAST(revoked_at AS CHAR(26)) FROM api_keys ORDER BY name
