-- SPDX-License-Identifier: GPL-3.0-or-later
FROM drift_reports d JOIN instances i ON i.id = d.instance_id
    JOIN physical_servers s ON s.id = d.physical_server_id
