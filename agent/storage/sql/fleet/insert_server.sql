-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO physical_servers (role, gaming_role, ip_address, amp_url, last_seen, agent_version, boot_id,
    job_types, status, name)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'never_seen', ?)
