-- SPDX-License-Identifier: GPL-3.0-or-later
WHERE d.resolved = FALSE AND i.gone = FALSE AND (? = '' OR s.name = ?) AND (? = '' OR i.instance_name = ?)
    AND (? = '' OR d.plugin_name = ?) AND (? = '' OR d.drift_type = ?) AND (? = '' OR d.severity = ?)
    AND (d.ignored_by <> '') = ?
