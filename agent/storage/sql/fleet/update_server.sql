-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE physical_servers SET role = ?, gaming_role = ?, ip_address = ?, amp_url = ?, last_seen = ?,
    agent_version = ?, boot_id = ?, job_types = ?
WHERE name = ?
