-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE api_keys SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL
