-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT name, role, gaming_role, ip_address, amp_url, CAST(last_seen AS CHAR(26)), agent_version, boot_id, job_types
FROM physical_servers WHERE (? = '' OR name = ?) ORDER BY name
