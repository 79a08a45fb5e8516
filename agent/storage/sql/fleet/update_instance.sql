-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE instances SET instance_id = CASE WHEN ? LIKE 'disk:%' THEN instance_id ELSE ? END, instance_name = ?,
    status = ?, last_seen = ?, platform = ?, on_disk = ?, in_amp = ?, players = ?, gone = FALSE
WHERE id = ?
