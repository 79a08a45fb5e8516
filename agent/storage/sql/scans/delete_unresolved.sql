-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM unresolved_keys WHERE instance_id = ? AND (? = '' OR plugin_name = ?)
