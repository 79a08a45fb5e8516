-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE physical_servers SET last_seen = ? WHERE name = ?
