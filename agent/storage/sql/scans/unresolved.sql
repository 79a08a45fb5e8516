-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT u.plugin_name, u.reason, u.settings, u.examples
FROM unresolved_keys u JOIN instances i ON i.id = u.instance_id
WHERE i.gone = FALSE
ORDER BY u.plugin_name, u.reason, u.settings DESC
